/** How a country writes a date in digits. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd'

export interface Country {
  /** ISO 4217. */
  currency: string
  order: DateOrder
  /** International dialling code, without plus. */
  dial: string
}

/** ISO 3166 code → currency, date order, dialling code. One line per entry: `CC CUR order dial`. */
const table = `
AE AED dmy 971;AR ARS dmy 54;AT EUR dmy 43;AU AUD dmy 61;BE EUR dmy 32;BG EUR dmy 359;BH BHD dmy 973;BN BND dmy 673;BR BRL dmy 55
CA CAD mixed 1;CH CHF dmy 41;CL CLP dmy 56;CN CNY ymd 86;CO COP dmy 57;CR CRC dmy 506;CY EUR dmy 357;CZ CZK dmy 420;DE EUR dmy 49
DK DKK dmy 45;DO DOP dmy 1;EC USD dmy 593;EE EUR dmy 372;EG EGP dmy 20;ES EUR dmy 34;FI EUR dmy 358;FR EUR dmy 33;GB GBP dmy 44
GH GHS dmy 233;GR EUR dmy 30;HK HKD dmy 852;HR EUR dmy 385;HU HUF ymd 36;ID IDR dmy 62;IE EUR dmy 353;IL ILS dmy 972;IN INR dmy 91
IS ISK dmy 354;IT EUR dmy 39;JO JOD dmy 962;JP JPY ymd 81;KE KES dmy 254;KH KHR dmy 855;KR KRW ymd 82;KW KWD dmy 965;LK LKR dmy 94
LT EUR ymd 370;LU EUR dmy 352;LV EUR dmy 371;MA MAD dmy 212;MO MOP dmy 853;MT EUR dmy 356;MX MXN dmy 52;MY MYR dmy 60;NG NGN dmy 234
NL EUR dmy 31;NO NOK dmy 47;NZ NZD dmy 64;OM OMR dmy 968;PE PEN dmy 51;PH PHP mdy 63;PK PKR dmy 92;PL PLN dmy 48;PT EUR dmy 351
QA QAR dmy 974;RO RON dmy 40;RS RSD dmy 381;RU RUB dmy 7;SA SAR dmy 966;SE SEK ymd 46;SG SGD dmy 65;SI EUR dmy 386;SK EUR dmy 421
TH THB dmy 66;TN TND dmy 216;TR TRY dmy 90;TW TWD ymd 886;UA UAH dmy 380;US USD mdy 1;UY UYU dmy 598;VN VND dmy 84;ZA ZAR dmy 27`

/** Countries a receipt can come from. Canada writes all orders, so it settles none. */
export const countries: Record<string, Omit<Country, 'order'> & { order: DateOrder | null }> =
  Object.fromEntries(
    table
      .trim()
      .split(/[;\n]/)
      .map((entry) => {
        const [code = '', currency = '', order, dial = ''] = entry.split(' ')
        return [code, { currency, order: order === 'mixed' ? null : (order as DateOrder), dial }]
      }),
  )

/** Country domains in web and mail addresses. */
export const domainCountries: Record<string, string> = Object.fromEntries(
  'de at ch fr be nl it es pt se no dk fi pl cz sk hu ro bg hr si rs lv lt ee gr tr ua ru ie lu is my sg id ph th vn jp kr cn tw hk in lk pk ae sa qa za ke ng au nz ca mx br ar cl pe uy us il'
    .split(' ')
    .map((tld) => [tld, tld.toUpperCase()]),
)
domainCountries.uk = 'GB'
