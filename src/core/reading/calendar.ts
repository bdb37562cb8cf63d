import { fold } from './fold.ts'

/** Month names and short forms of many languages, folded; a dot behind a short form is not part of it. */
const monthNames: string[] = [
  'january|jan|januar|janvier|janv|gennaio|gen|enero|ene|janeiro|januari|tammikuu|tammi|styczen|stycznia|sty|leden|ledna|led|januara|ianuarie|ian|januaris|janvaris|sausio|sau|jaanuar|jaan|ocak|oca|januari|thang 1|ιανουαριος|ιαν|января|янв|січня',
  'february|feb|februar|fevrier|fevr|fev|febbraio|febrero|fevereiro|februari|helmikuu|helmi|luty|lutego|lut|unor|unora|februara|februarie|febr|februaris|vasario|vas|veebruar|veebr|subat|sub|februari|peb|pebruari|φεβρουαριος|φεβ|февраля|фев|лютого',
  'march|mar|marz|maerz|mrz|mars|marzo|marco|maart|mrt|maaliskuu|maalis|marzec|marca|marec|brezen|brezna|bre|martie|marcius|marts|kovo|kov|marts|mart|maret|mac|μαρτιος|μαρ|марта|мар|березня',
  'april|apr|avril|avr|aprile|abril|abr|huhtikuu|huhti|kwiecien|kwietnia|kwi|duben|dubna|dub|aprila|aprilie|aprilis|balandzio|bal|aprill|nisan|nis|απριλιος|απρ|апреля|апр|квітня',
  'may|mai|maggio|mag|mayo|maio|mei|maj|toukokuu|touko|maja|kveten|kvetna|kve|majus|maijs|geguzes|geg|mayis|μαιος|μαι|мая|май|травня',
  'june|jun|juni|juin|giugno|giu|junio|junho|kesakuu|kesa|czerwiec|czerwca|cze|cerven|cervna|juna|iunie|iun|junius|junijs|birzelio|bir|juuni|haziran|haz|ιουνιος|ιουν|июня|июн|червня',
  'july|jul|juli|juillet|juil|luglio|lug|julio|julho|heinakuu|heina|lipiec|lipca|lip|cervenec|cervence|jula|iulie|iul|julius|julijs|liepos|lie|juuli|temmuz|tem|julai|ιουλιος|ιουλ|июля|июл|липня',
  'august|aug|aout|agosto|ago|augustus|augusti|elokuu|elo|sierpien|sierpnia|sie|srpen|srpna|srp|augusta|augusztus|augusts|rugpjucio|rgp|agustos|agu|agustus|ags|agt|ogos|αυγουστος|αυγ|августа|авг|серпня',
  'september|sept|sep|septembre|settembre|set|septiembre|setembro|syyskuu|syys|wrzesien|wrzesnia|wrz|zari|septembra|septembrie|szeptember|szept|septembris|rugsejo|rgs|eylul|eyl|σεπτεμβριος|σεπ|сентября|сен|вересня',
  'october|oct|oktober|okt|octobre|ottobre|ott|octubre|outubro|out|lokakuu|loka|pazdziernik|pazdziernika|paz|rijen|rijna|rij|oktobra|octombrie|oktobris|spalio|spa|oktoober|ekim|eki|οκτωβριος|οκτ|октября|окт|жовтня',
  'november|nov|novembre|noviembre|novembro|marraskuu|marras|listopad|listopada|lis|listopadu|novembra|noiembrie|noi|novembris|lapkricio|lap|kasim|kas|νοεμβριος|νοε|ноября|ноя|листопада',
  'december|dec|dez|dezember|decembre|dicembre|dic|diciembre|dezembro|joulukuu|joulu|grudzien|grudnia|gru|prosinec|prosince|pro|decembra|decembrie|decembris|gruodzio|grd|detsember|dets|aralik|ara|desember|des|disember|dis|δεκεμβριος|δεκ|декабря|дек|грудня',
]

const monthByName = new Map<string, number>()
for (const [index, names] of monthNames.entries()) {
  for (const name of names.split('|')) if (!monthByName.has(name)) monthByName.set(name, index + 1)
}

const letterConfusions: Record<string, string> = { '0': 'o', '1': 'l', '5': 's', '6': 'g', '8': 'b' }

/** Month 1 to 12 by its name or short form, with digits inside read as letters; null for other words. */
export function monthOf(word: string): number | null {
  const folded = fold(word)
  const exact = monthByName.get(folded)
  if (exact) return exact
  return monthByName.get(folded.replace(/[01568]/g, (c) => letterConfusions[c] ?? c)) ?? null
}

const weekdayNames: string[] = [
  'sunday|sun|sonntag|so|dimanche|dim|domenica|dom|domingo|zondag|zo|sondag|son|sunnuntai|su|niedziela|nedele|vasarnap|duminica|minggu|ahad|pazar',
  'monday|mon|montag|mo|lundi|lun|lunedi|lunes|segunda|maandag|ma|mandag|man|mandag|maanantai|poniedzialek|pondeli|hetfo|luni|senin|isnin|pazartesi',
  'tuesday|tue|tues|dienstag|di|mardi|mar|martedi|martes|terca|dinsdag|tirsdag|tir|tisdag|tis|tiistai|ti|wtorek|utery|kedd|marti|selasa|sali',
  'wednesday|wed|mittwoch|mi|mercredi|mer|mercoledi|miercoles|quarta|woensdag|wo|onsdag|ons|keskiviikko|ke|sroda|streda|szerda|miercuri|rabu|carsamba',
  'thursday|thu|thur|thurs|donnerstag|do|jeudi|jeu|giovedi|gio|jueves|jue|quinta|donderdag|torsdag|tor|tors|torstai|to|czwartek|ctvrtek|csutortok|joi|kamis|khamis|persembe',
  'friday|fri|freitag|fr|vendredi|ven|venerdi|viernes|vie|sexta|vrijdag|vr|fredag|fre|perjantai|pe|piatek|patek|pentek|vineri|jumat|jumaat|cuma',
  'saturday|sat|samstag|sonnabend|sa|samedi|sam|sabato|sab|sabado|zaterdag|za|lordag|lor|lauantai|la|sobota|szombat|sambata|sabtu|cumartesi',
]

const weekdayByName = new Map<string, number>()
for (const [index, names] of weekdayNames.entries()) {
  for (const name of names.split('|')) if (!weekdayByName.has(name)) weekdayByName.set(name, index)
}

/** Weekday 0 (Sunday) to 6 of a word; null for other words. */
export function weekdayOf(word: string): number | null {
  return weekdayByName.get(fold(word)) ?? null
}

export interface CalendarDate {
  year: number
  month: number
  day: number
}

/** Whether the date exists in the calendar. */
export function isRealDate({ year, month, day }: CalendarDate): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export function toIso({ year, month, day }: CalendarDate): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export function weekdayOfDate({ year, month, day }: CalendarDate): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay()
}

/**
 * The year of our calendar for a printed one. Two digits are of this century; four-digit years of the Thai
 * Buddhist era (543 ahead) are converted. Null for years no receipt can have, judged by `today`.
 */
export function fullYear(printed: string, today: string): number | null {
  const now = Number(today.slice(0, 4))
  let year = Number(printed)
  if (printed.length === 2) year += 2000
  else if (printed.length !== 4) return null
  // 61 to 75 in two digits is 2018 to 2032 in the Buddhist era.
  if (printed.length === 2 && year > now + 1 && year - 43 <= now + 1 && year - 43 >= now - 12) year -= 43
  if (year >= 2400 && year <= 2700) year -= 543
  return year >= 1990 && year <= now + 2 ? year : null
}
