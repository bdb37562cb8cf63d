import type { Random } from './random.ts'

/** Letters of European receipts that the network lacks or seldom reads, each with the plain one it looks like. */
const marked = {
  a: 'äàáâãåæ',
  A: 'ÄÀÁÅÆ',
  c: 'ç',
  C: 'Ç',
  e: 'éèêë',
  E: 'ÉÈÊ€',
  f: '£',
  i: 'íîï',
  n: 'ñ',
  N: 'Ñ',
  o: 'öóòôõø',
  O: 'ÖÓÔÕ',
  u: 'üúùû',
  U: 'ÜÚ',
  B: 'ß',
} as const

const common = 'äöüÄÖÜßéèêàâçñåøæÅØÆôûîãõíáóúÉÈÑÇ'

export type Letters = ReturnType<typeof lettersOf>

/** The added letters, and the one of the network's own that each resembles most. */
export function lettersOf(): { letter: string; like: string }[] {
  return Object.entries(marked).flatMap(([like, letters]) => [...letters].map((letter) => ({ letter, like })))
}

/** Words of receipts in many languages, without their marks: these are put on at random. */
const words = `Summe Gesamtbetrag Bar Rueckgeld Kasse Filiale Strasse Brot Kaese Milch Butter Apfel Kaffee
Total Montant Espece Monnaie Caissier Magasin Boulangerie Fromage Croissant Beurre Cafe Addition Couvert
Importe Efectivo Cambio Tienda Panaderia Jamon Queso Leche Pina Manana Senor Factura Numero Codigo
Totale Contanti Resto Scontrino Panificio Prosciutto Formaggio Perche Citta Pagamento Quantita
Total Troco Dinheiro Padaria Pao Cartao Recibo Loja Acucar Feijao Sao Joao Contribuinte Codigo
Belopp Kvitto Kopsumma Moms Vaxel Kontant Brod Mjolk Ost Gronsaker Kottbullar Tack Valkommen aterkop
Belop Kvittering Mva Veksel Brod Rode Polser Smor Lose Kjop Takk Apningstider Ol Flode Aeg
Yhteensa Kateinen Takaisin Leipa Maito Juusto Ostos Kiitos Hyva Paivaa Alennus Kortti Korttimaksu
Suma Razem Gotowka Reszta Sprzedaz Paragon Chleb Maslo Zloty Kasjer Dziekujemy Ulica Opodatkowana
Celkem Hotovost Vraceno Uctenka Mleko Chleba Maslo Dekujeme Prodejna Provozovna Zaokrouhleni Sazba
Osszesen Keszpenz Visszajaro Nyugta Kenyer Tej Vaj Koszonjuk Bolt Aruhaz Afakulcs Kerekites
Total Numerar Rest Bon fiscal Paine Lapte Unt Multumim Magazin Strada Bucuresti Casier Plata
Toplam Nakit Para ustu Fis Ekmek Sut Peynir Tesekkurler Sube Magaza Cadde Istanbul Odenecek Kdv
Skupaj Gotovina Racun Kruh Mleko Hvala Trgovina Placilo Davek Znesek Ukupno Blagajna Kolicina
GESAMT SUMME BAR RUCKGELD TOTAL GENERAL MONTANT TVA IMPORTE EFECTIVO TOTALE CONTANTI RESTO BELOPP
RAZEM GOTOWKA CELKEM OSSZESEN TOPLAM UKUPNO YHTEENSA STRASSE MARKT FLEISCHEREI BACKEREI APOTHEKE
Mueller Schroeder Koenig Weiss Gross Guenther Joergensen Soerensen Angstrom Lefevre Francois Garcon
GmbH Restaurant Hotel Bar Pizza Market Supermarkt Tankstelle Shell Station Kiosk Bio Natur Haus`.split(/\s+/)

/** A line as it may stand on a receipt, with marks on letters at random. */
export function lineOf(random: Random, letters: { letter: string; like: string }[]): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const money = () => {
    const digits = `${Math.floor(random() * 10 ** (1 + Math.floor(random() * 3)))}${pick([',', '.'])}${Math.floor(10 + random() * 90)}`
    const sign = pick(['€', '€', '£'])
    return pick([
      `${digits} ${sign}`,
      `${sign}${digits}`,
      `${sign} ${digits}`,
      digits,
      digits,
      `${digits}${sign}`,
    ])
  }
  if (random() < 0.16) return money()
  const share = pick([0, 0.12, 0.25, 0.5])
  const dress = (word: string) =>
    [...word]
      .map((character, index) => {
        if (character === 's' && word[index + 1] !== 's' && random() < share * 0.4) return 'ß'
        if (random() > share) return character
        const all = letters.filter(({ like }) => like === character)
        const usual = all.filter(({ letter }) => common.includes(letter))
        const choices = usual.length > 0 && random() < 0.5 ? usual : all
        const letter = choices.length === 0 ? character : pick(choices).letter
        return /[€£ß]/.test(letter) ? character : letter
      })
      .join('')
  const text = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const word = pick(words)
    return dress(random() < 0.3 ? word.toUpperCase() : random() < 0.2 ? word.toLowerCase() : word)
  }).join(' ')
  return random() < 0.3 ? `${text} ${money()}` : text
}
