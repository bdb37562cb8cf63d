import { editDistance, fold } from './fold.ts'

/**
 * Chains that many people shop at, by country (`*`: several). Their names are often drawn as logos that
 * recognition garbles, or stand only in the small print. General knowledge, not taken from any set of receipts.
 */
const chains: Record<string, string> = {
  '*': "McDonald's|Burger King|KFC|Starbucks|Subway|Pizza Hut|Domino's Pizza|Dunkin|Costa Coffee|Five Guys|Nando's|Pret A Manger|Krispy Kreme|IKEA|H&M|Zara|Uniqlo|Decathlon|Primark|Mango|Nike|Adidas|Foot Locker|Sephora|The Body Shop|Lush|Apple Store|Samsung|Shell|Esso|Texaco|Chevron|TotalEnergies|Circle K|7-Eleven|FamilyMart|Marriott|Hilton|Hyatt|Holiday Inn|Novotel|Best Western|Radisson|Lidl|Aldi|Spar|Carrefour|Auchan|Metro|Costco|Toys R Us|Office Depot|Daiso|Miniso|Watsons|Guardian|Swarovski|Pandora|Hard Rock Cafe|TGI Fridays|Tiger|Flying Tiger|Action|Normal|Media Markt|Saturn|C&A|Deichmann|Jysk|Rimi|Maxima|Neste|Statoil",
  US: "Walmart|Target|Walgreens|CVS|CVS Pharmacy|Rite Aid|Kroger|Safeway|Publix|Whole Foods|Whole Foods Market|Trader Joe's|Albertsons|Vons|Ralphs|Food Lion|Giant Eagle|Stop & Shop|Wegmans|H-E-B|Meijer|Hy-Vee|Winco Foods|Sam's Club|BJ's Wholesale|Home Depot|The Home Depot|Lowe's|Menards|Ace Hardware|Best Buy|Staples|Dollar Tree|Dollar General|Family Dollar|Big Lots|Kohl's|Macy's|Nordstrom|Ross|Marshalls|TJ Maxx|Old Navy|Bed Bath & Beyond|PetSmart|Petco|Barnes & Noble|AutoZone|O'Reilly Auto Parts|Chick-fil-A|Taco Bell|Wendy's|Chipotle|Panera Bread|Panda Express|In-N-Out Burger|Arby's|Popeyes|Sonic|Dairy Queen|Jack in the Box|Applebee's|Olive Garden|Cheesecake Factory|IHOP|Denny's|Outback Steakhouse|Red Lobster|Cracker Barrel|Buffalo Wild Wings|Shake Shack|Jamba Juice|Peet's Coffee|Exxon|Mobil|ARCO|Valero|Sunoco|Speedway|Wawa|Sheetz|QuikTrip|Casey's|Flying J|Pilot|Love's|Sprouts|Aldi|Harbor Freight|Michaels|Hobby Lobby|Jo-Ann|Sally Beauty|Ulta|GameStop|Dick's Sporting Goods|REI|Tractor Supply",
  CA: "Tim Hortons|Loblaws|Sobeys|Canadian Tire|Shoppers Drug Mart|No Frills|Real Canadian Superstore|Food Basics|Petro-Canada|Provigo|Jean Coutu|Pharmaprix|Dollarama|LCBO|Save-On-Foods|FreshCo|Zehrs|Farm Boy|Harvey's|Swiss Chalet",
  GB: "Tesco|Sainsbury's|Asda|Morrisons|Waitrose|Marks & Spencer|M&S|Boots|Superdrug|Poundland|Greggs|WHSmith|Argos|B&Q|Wilko|Iceland|Co-op|Caffe Nero|Wagamama|Wetherspoon|Halfords|Screwfix|Wickes|Next|John Lewis",
  IE: "Dunnes Stores|SuperValu|Centra|Supermac's|Applegreen",
  DE: "REWE|EDEKA|Penny|Netto Marken-Discount|Kaufland|Marktkauf|dm-drogerie markt|Rossmann|Müller|Tegut|Norma|OBI|Bauhaus|Hornbach|toom|Aral|Jet|Tchibo|Nordsee|Thalia|Real|Globus|famila|Hit|Galeria|Karstadt|Conrad|Vapiano|Backwerk|Kamps|Budni|Alnatura|denns|Fressnapf|Expert|Euronics|Depot|Woolworth|TEDi|KiK|NKD|Ernsting's family|Takko|New Yorker",
  AT: 'Billa|Hofer|Merkur|Bipa|MPreis|OMV|Libro|Anker',
  CH: 'Migros|Coop|Denner|Manor|Volg|Kiosk|Globus',
  FR: 'E.Leclerc|Leclerc|Intermarché|Monoprix|Franprix|Casino|Super U|Hyper U|Picard|Fnac|Darty|Leroy Merlin|Castorama|Boulanger|Paul|Relay|Cora|Match|Quick|Courtepaille|Buffalo Grill|Flunch',
  BE: 'Delhaize|Colruyt|Kruidvat|Hema',
  NL: 'Albert Heijn|Jumbo|Hema|Kruidvat|Etos|Gamma|Praxis|Blokker|Plus|Dirk|Vomar|Coop',
  IT: 'Esselunga|Conad|Eurospin|Pam|Despar|Autogrill|Unieuro|Ipercoop|MD|Penny Market|Eataly|Q8|Eni|Tigotà',
  ES: 'Mercadona|Dia|El Corte Inglés|Eroski|Consum|Alcampo|Repsol|Cepsa|Bonpreu|Condis|Hipercor',
  PT: 'Pingo Doce|Continente|Minipreço|Galp|Intermarché',
  SE: 'ICA|Willys|Hemköp|Coop|Systembolaget|Pressbyrån|Max|Clas Ohlson|Åhléns|Apoteket',
  NO: 'Kiwi|REMA 1000|Meny|Bunnpris|Extra|Joker|Narvesen|Vinmonopolet|Coop',
  DK: 'Netto|Føtex|Bilka|Irma|Fakta|Matas|Rema 1000',
  FI: 'K-Market|K-Supermarket|K-Citymarket|S-Market|Prisma|Alepa|Sale|Hesburger|R-kioski|ABC|Alko',
  PL: 'Biedronka|Żabka|Orlen|Empik|Dino|Stokrotka|Rossmann|Lewiatan',
  CZ: 'Albert|Globus|Billa|Tesco',
  LV: 'Narvesen|Drogas|Mego|Top!|Elvi|Depo|Circle K|Virši|Stockmann|Lido',
  LT: 'Iki|Norfa|Senukai|Camelia',
  EE: 'Selver|Prisma|Konsum|Coop|Grossi',
  MY: 'AEON|Tesco|Giant|Mydin|99 Speed Mart|Mr. D.I.Y.|Secret Recipe|Old Town White Coffee|Popular|Petronas|Petron|BHPetrol|KK Super Mart|MyNews|Jaya Grocer|Village Grocer|Econsave',
  ID: 'Indomaret|Alfamart|Hypermart|Superindo|Solaria|Pertamina|Ranch Market|HokBen|Kopi Kenangan',
  SG: 'NTUC FairPrice|Cold Storage|Sheng Siong|Ya Kun Kaya Toast|Koufu|BreadTalk',
  PH: 'Jollibee|SM Supermarket|Mercury Drug|Puregold|Chowking|Mang Inasal|Robinsons',
  IN: "Big Bazaar|DMart|Reliance Fresh|Cafe Coffee Day|More Supermarket|Spencer's|Saravanaa Bhavan|Haldiram's",
  AU: "Woolworths|Coles|Bunnings|Kmart|JB Hi-Fi|Officeworks|Hungry Jack's|Chemist Warehouse|Dan Murphy's",
  NZ: "Countdown|Pak'nSave|New World|The Warehouse|Z Energy",
  ZA: 'Pick n Pay|Checkers|Shoprite|Clicks|Dis-Chem|Spur|Engen',
  JP: 'Lawson|MOS Burger|Yoshinoya|Don Quijote',
  TR: 'Migros|BIM|A101|ŞOK|CarrefourSA',
  RO: 'Mega Image|Profi|Kaufland|Petrom',
  MX: 'Oxxo|Soriana|Chedraui|Sanborns|Bodega Aurrera',
}

export interface Brand {
  name: string
  /** ISO 3166 code; null for chains of several countries. */
  country: string | null
  key: string
}

const keyOf = (text: string) => fold(text).replace(/[^a-z0-9]/g, '')

const brands: Brand[] = Object.entries(chains).flatMap(([country, names]) =>
  names.split('|').map((name) => ({ name, country: country === '*' ? null : country, key: keyOf(name) })),
)

/** Brands whose name is also an ordinary word count only when they fill a row. */
const longEnough = 5

/**
 * The chain named in a row: its whole text up to a branch number, or the words it begins with. From eight
 * letters on, one or two letters may be garbled when the row holds nothing else.
 */
export function findBrand(text: string): { brand: Brand; exact: boolean } | null {
  const key = keyOf(text.replace(/[#№].*$/, '').replace(/\b(?:store|no|nr)\.? ?\d+.*$/i, ''))
  if (key.length < 3) return null
  const whole = brands.find((brand) => brand.key === key)
  if (whole) return { brand: whole, exact: true }
  const words = fold(text).split(/[^\p{L}\p{N}'&.-]+/u)
  for (let end = Math.min(4, words.length); end >= 1; end--) {
    const begin = keyOf(words.slice(0, end).join(''))
    const brand = begin.length >= longEnough ? brands.find((b) => b.key === begin) : undefined
    if (brand) return { brand, exact: true }
  }
  if (key.length < 7 || /\d/.test(key)) return null
  const limit = key.length >= 9 ? 2 : 1
  const garbled = brands.find((b) => b.key.length >= 8 && editDistance(b.key, key, limit) <= limit)
  return garbled ? { brand: garbled, exact: false } : null
}
