// Teaches the recogniser's last layer the letters of Western European languages, € and £: renders lines of text with
// the typefaces of this machine, and finds the weights by which the network's features tell the letters. The result
// is src/ocr/added-letters.json, found with 5000 lines and, going on from there, 800 others; there the biases of
// è ê ç à â å were then lowered by 1.5, for specks on photos look like their marks. Needs the Debian packages
// fonts-dejavu, fonts-liberation, fonts-lato, fonts-noto-core, fonts-roboto and fonts-inconsolata.
//
//   node scripts/train-letters.mjs <target.json> <lines> [--from=weights.json] [folder of photos without marks ...]
import { withBundled } from './import-bundled.mjs'

await withBundled('train-letters', async ({ trainLetters }) => {
  const isOption = (argument) => argument.startsWith('--from=')
  const [target, lines, ...plain] = process.argv.slice(2).filter((argument) => !isOption(argument))
  const from = process.argv.find(isOption)?.slice('--from='.length)
  if (!target || !Number(lines))
    throw new Error('Usage: train-letters.mjs <target.json> <lines> [--from=weights.json] [photos ...]')
  await trainLetters({ target, lines: Number(lines), plain, ...(from ? { from } : {}) })
})
