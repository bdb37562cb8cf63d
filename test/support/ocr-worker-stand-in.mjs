// A worker process that misbehaves as the document's text tells it to, where the real one must not.
process.on('disconnect', () => process.exit(0))
process.on('message', ({ document, threads }) => {
  const order = Buffer.from(document.bytes).toString()
  if (order === 'crash') process.kill(process.pid, 'SIGSEGV')
  if (order === 'exit') process.exit(7)
  if (order === 'hang') return
  const line = {
    text: `${process.pid} ${threads}`,
    confidence: 1,
    x: 0,
    y: 0,
    width: 1,
    height: 1,
    angle: 0,
    charX: [],
  }
  const page = { width: 1, height: 1, lines: [line], source: 'ocr', rotation: 0, warnings: [] }
  const text = { pages: [page], pageCount: 1 }
  process.send({ text, durationMs: 1, residentBytes: order === 'grow' ? 2 ** 40 : 1 })
})
