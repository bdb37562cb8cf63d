import { brandNamed } from './brands.ts'
import { squash } from './fold.ts'
import type { Row } from './rows.ts'

/**
 * Words that only one chain prints: slogans, loyalty programmes, surveys, a tax number. Their receipts are often headed by a
 * drawn logo that recognition cannot read. General knowledge; written without blanks, as these get lost.
 */
const sayings: Record<string, string> = {
  'The Home Depot': 'howdoers|getmoredone|moresavingmoredoing',
  Walmart: 'savemoneylivebetter|walmartpay|surveywalmart',
  Target: 'expectmorepayless|targetcircle|targetredcard|informtarget',
  "Lowe's": 'neverstopimproving|mylowes|lowescomsurvey',
  'CVS Pharmacy': 'extracare|extrabucks|cvshealthsurvey',
  Walgreens: 'mywalgreens|balancerewards|wagcares|walgreenslistens',
  Kroger: 'krogerplus|krogerfeedback',
  Safeway: 'safewaysurvey|ingredientsforlife',
  'Dollar General': 'dgcustomerfirst',
  'Family Dollar': 'ratefd',
  'Best Buy': 'mybestbuy',
  "Kohl's": 'kohlscash',
  Costco: 'executivemember|goldstarmember',
  "Sam's Club": 'samsclubmember',
  "McDonald's": 'mcdvoice|mymcdonalds|imlovinit|mcdfoodforthoughts',
  "Wendy's": 'talktowendys',
  'Taco Bell': 'tellthebell',
  'Burger King': 'mybkexperience|haveityourway',
  'Chick-fil-A': 'mycfavisit|cfaone',
  Popeyes: 'tellpopeyes',
  Subway: 'tellsubway|subwaylistens',
  KFC: 'mykfcexperience|fingerlickingood',
  'Panera Bread': 'mypanera',
  Dunkin: 'telldunkin|americarunsondunkin|ddperks',
  Starbucks: 'starbucksrewards|mystarbucksvisit',
  'Tim Hortons': 'telltims|timsrewards',
  'Canadian Tire': 'trianglerewards|canadiantiremoney',
  'Shoppers Drug Mart': 'surveysdm',
  Tesco: 'everylittlehelps|clubcard|tescoviews',
  "Sainsbury's": 'livewellforless|nectarpoints|lettuceknow',
  Asda: 'tellasda|savingyoumoneyeveryday',
  Morrisons: 'morrisonsmorecard|makesmorrisons',
  Boots: 'bootsadvantagecard',
  Lidl: 'lidlplus|lidllohntsich|bigonqualitylidlonprice|de814689550',
  REWE: 'rewebonus|reweapp',
  EDEKA: 'wirliebenlebensmittel|edekaapp',
  Kaufland: 'kauflandcard|kauflandkundenkarte',
  'dm-drogerie markt': 'hierbinichmensch|dmdrogeriemarktgmbh',
  'Media Markt': 'mediamarktclub|tvhifielektro',
  Migros: 'cumulus',
  Coop: 'supercardpunkte',
  Billa: 'billavorteilsclub',
  Carrefour: 'mescoursescarrefour|cartecarrefour',
  'E.Leclerc': 'ticketleclerc|carteleclerc',
  'Albert Heijn': 'bonuskaart|mijnah',
  Jumbo: 'jumboextras',
  Mercadona: 'supermercadosdeconfianza',
  'El Corte Inglés': 'elcorteingles',
  'Pingo Doce': 'poupamais',
  Continente: 'cartaocontinente',
  ICA: 'icakort|icastammis',
  'REMA 1000': 'rema1000',
  Biedronka: 'codziennieniskieceny|mojabiedronka',
  Maxima: 'acukorteleaciu|paldieskarte',
  Rimi: 'rimikarte|manorimi',
  Woolworths: 'freshfoodpeople',
  Coles: 'flybuyscoles',
  Bunnings: 'lowestpricesarejustthebeginning',
}

const byClue: [string, string][] = Object.entries(sayings).flatMap(([name, clues]) =>
  clues.split('|').map((clue): [string, string] => [clue, name]),
)

const hosts =
  /(?:www\.|https?:\/\/|@)?([a-z][a-z0-9-]{2,})\.(?:com|net|org|co|de|at|ch|fr|be|nl|it|es|pt|se|no|dk|fi|pl|cz|sk|hu|ro|lv|lt|ee|us|ca|my|sg|id)\b/gi

/** Web addresses that stand on receipts of many shops. */
const everyones = new Set([
  'apple',
  'samsung',
  'google',
  'action',
  'next',
  'target',
  'normal',
  'extra',
  'plus',
  'mango',
  'metro',
])

/** The chains that slogans, programmes and web addresses on the receipt belong to, with the row that says so. */
export function findBrandClues(rows: Row[]): { name: string; row: Row; score: number }[] {
  return rows.flatMap((row) => {
    const key = squash(row.text)
    const saying = byClue.find(([clue]) => key.includes(clue))
    if (saying) return [{ name: saying[1], row, score: 5 }]
    for (const [, host = ''] of row.text.matchAll(hosts)) {
      const brand = everyones.has(host.toLowerCase()) ? null : brandNamed(host)
      if (brand && squash(host).length >= 4) return [{ name: brand.name, row, score: 4.5 }]
    }
    return []
  })
}
