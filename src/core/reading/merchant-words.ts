import { wholeWords } from './whole-words.ts'

/** Legal forms of companies in many countries. A name that carries one is the registered merchant. */
export const legalForm = wholeWords(
  /(?:\bS[DO0]N[\s.,]*[A-Z8]{1,2}[HN][DO0]\b\.?|\bSDNBHD\b|\bS\s?\/\s?B\b|\bSB(?=\s*(?:\(\d|$))|\bBERHAD\b|\bPLT\b|\bGmbH(?:\s?&\s?Co\.?\s?(?:KG|OHG)a?A?)?\b|\be\.\s?K(?:fr|fm)?\.|\bOHG\b|\bKGaA\b|\bKG\b|\bUG\b(?=\s*(?:\(|$))|\bAG\b|\bS\.\s?[rR]\.?\s?[lL]\.?(?:\s?s\.?)?(?!\p{L})|\bS[rR][lL]S?\b|\bS\.\s?[pP]\.\s?A\.?|\bSpA\b|\bS\.?\s?n\.?\s?c\b\.?|\bS\.A\.S\.?|\bSASU?\b|\bSARL\b|\bEURL\b|\bS\.A\.R\.L\.?|\bS\.A\.(?:\s?de\s?C\.?V\.?)?|\bS\.?A\.? de C\.?V\.?|\bS\.L\.(?:U\.?)?|\bS\.?L\.?U\b|\bLda\b\.?|\bLTDA\b\.?|\bB\.?V\.?(?=[\s,]*$)|\bN\.V\.|\bVOF\b|\bInc\b\.?|\bLLC\b\.?|\bL\.L\.C\.?|\bLtd\b\.?|\bLimited\b|\bCorp\b\.?|\bCorporation\b|\bPlc\b|\bPte\b\.?\s?(?:Ltd)?\.?|\bPvt\b\.?\s?(?:Ltd)?\.?|\bPty\b\.?\)?\s?(?:Ltd)?\.?|\bAB\b(?=[\s,]*$)|\bA\/S\b|\bApS\b|\bAS\b(?=[\s,]*$)|\bASA\b(?=[\s,]*$)|\bOyj?\b|\bSp\.?\s?z\s?\.?\s?o\.?\s?o\.?|\bSp\.\s?[jk]\.|\bspol\.\s?s\.?\s?r\.?\s?o\.?|\bs\.\s?r\.\s?o\.?|\ba\.s\.|\bKft\b\.?|\bZrt\b\.?|\bBt\b\.(?=\s*$)|\bd\.\s?o\.\s?o\.?|\bd\.d\.|(?<![\p{L}'])SIA\b|\bUAB\b|\bO[ÜU]\b(?=[\s,]*$)|\bPT\b\.?(?=\s)|\bTbk\b|\bCV\b\.?(?=\s\p{L})|株式会社|有限会社|有限公司|股份有限公司|\(株\)|㈱|주식회사|\(주\)|บริษัท|จำกัด|ООО|ТОВ|\bA\.?Ş\.?(?=[\s,]*$)|\bLTD\.?\s?ŞTİ\b|\bE\.?I\.?R\.?L\b|\bCÔNG TY\b|\bCONG TY\b|\bTNHH\b)/iu,
)

const gluedForm =
  /(?<=\p{L}{3}|\))(?=(?:S[DO0]N[\s.,]{0,2}[B8][HN][DO0]|Sdn[\s.,]{0,2}Bhd|GmbH|PTE[\s.,]{0,2}LTD|Pte[\s.,]{0,2}Ltd|BERHAD)(?!\p{L}))/gu
const garbledForm =
  /(?<=\p{L}{2}[\p{L}\s.,()&'-]*[\s.)])(S[A-Z\d][NM]|SD[A-Z\d]|[A-Z\d]DN|S[a-z\d]n|Sd[a-z\d])([\s.,]{1,2})([B8][A-Z\d]D|[B8]H[A-Z\d]|[A-Z\d]HD|B[a-z\d]d|Bh[a-z\d])(?![\p{L}\d])/u
/** Letters lost from one half, beside the other one whole. */
const clippedForm =
  /(?<=\p{L}{2}[\p{L}\s.,()&'-]*[\s.)])(?:(SDN|Sdn)([\s.,]{1,2})(?:BD|BH|HD|D|Bd|Bh|hd|d)|(S[DN]|DN|Sn|Sd|dn)([\s.,]{1,2})(?:BHD|Bhd))(?![\p{L}\d])/u

/**
 * The text with the legal form put right: the blank that recognition lost in front of it, and in the commonest
 * one of Malaysia a letter in each half. `STATIONERYSDN BHD`, `HARDWARE SIN BHI`, `MOTOR SN BHD`.
 */
export function repairLegalForm(text: string): string {
  return text
    .replace(gluedForm, ' ')
    .replace(/\b(S[DO0]N|Sdn)([B8][HN][DO0]|Bhd)(?!\p{L})/gu, '$1 $2')
    .replace(/\bS[DO0]N([\s.,]*)[A-Z8]{1,2}[HN][DO0]\b/, 'SDN$1BHD')
    .replace(/\bSdn([\s.,]*)[A-Z8]h[do0]\b/, 'Sdn$1Bhd')
    .replace(garbledForm, (_all, first: string, between: string) => wholeForm(first, between))
    .replace(clippedForm, (_all, whole?: string, before = '', clipped = '', behind = '') =>
      whole === undefined ? wholeForm(clipped, behind) : wholeForm(whole, before),
    )
}

const wholeForm = (half: string, between: string) =>
  /\p{Ll}/u.test(half) ? `Sdn${between}Bhd` : `SDN${between}BHD`

/** Words that name a kind of business; the name of a shop often carries one. */
const businessWord = wholeWords(
  /\b(?:restaurants?|restoran|restaurante|ristorante|trattoria|pizzeria|osteria|cafe|café|coffee|kopitiam|kaffee|caffe|bar|bistro|brasserie|grill|kitchen|kitch|cuisine|bakery|bakeries|backerei|bäckerei|boulangerie|panaderia|confectionery|patisserie|hotel|inn|motel|hostel|resort|mart|market|markt|marche|mercado|mercato|supermarket|supermarkt|supermarche|supermercado|supermercato|hypermarket|minimarket|minimart|grocery|grocer|store|stores|shop|boutique|butik|trading|enterprise|enterprises|entrp|ent|niaga|perniagaan|kedai|runcit|stationery|stationers?|hardware|pharmacy|pharmacie|farmacia|apotheke|apotek|apteka|drug|drugstore|drogerie|clinic|klinik|dental|petrol|petroleum|petronas|gas|gasoline|service station|station|garage|motors?|auto|automobile|tyres?|electronics?|electrical|digital|telecom|books?|bookstore|libreria|librairie|toys|fashion|clothing|shoes|furniture|gallery|studio|salon|spa|beauty|cosmetics|optical|jewell?ery|florist|nursery|pet|warehouse|wholesale|retail|holdings?|industries|marketing|management|services?|group|international|warung|rumah makan|toko|seafood|steakhouse|sushi|ramen|noodles?|noodle|chicken|burger|pizza|food|foods|deli|diner|tavern|pub|brewery|winery|liquor|parking|parkir|car park|taxi|cabs?|rail|railways?|trains?|airlines?|airways|buses|ferry|ferries|roasters?|tea ?rooms?|cinema|theatre|museum|gym|fitness|laundry|print|printing|packaging|catering|delights?|corner|house|plaza|express|center|centre|outlet|emporium|bazaar|cash & carry|departmental)\b/i,
)

/** The same in languages whose shops are often called by what they are: `Brauhaus zum Schwan`, `Hospoda U Lva`. */
const businessWordAbroad = wholeWords(
  new RegExp(
    `\\b(?:${[
      'eatery|ale ?house|tap ?room|brewing|cantina|taqueria|creamery|do(?:ugh)?nuts?|bagels?|outfitters?|thrift|espresso|hibachi|bbq|smokehouse|newsagents?|butchers?|bookshop|barbers?|dry cleaners?|cleaners|veterinary|florists?|garden centre|chippy|frozen yogurt|ice cream|nails|optician|opticians|off ?licence',
      'gasthaus|gasthof|gaststätte|wirtshaus|brauhaus|brauerei|weinstube|ratskeller|imbiss|metzgerei|fleischerei|konditorei|eiscaf[eé]|eisdiele|tankstelle|buchhandlung|getränkemarkt|baumarkt|reinigung|friseur|pension|landgasthof|heuriger|hofladen',
      'boucherie|charcuterie|fromagerie|[eé]picerie|cr[eê]perie|auberge|traiteur|tabac|fleuriste|coiffure|poissonnerie|chocolaterie|buvette',
      'gelateria|pasticceria|panificio|macelleria|tabacchi|tabaccheria|enoteca|salumeria|alimentari|ferramenta|profumeria|cartoleria|edicola|birreria|agriturismo|albergo|paninoteca|forno|rosticceria',
      'taberna|bodega|mes[oó]n|cafeter[ií]a|pasteler[ií]a|carnicer[ií]a|fruter[ií]a|pescader[ií]a|ferreter[ií]a|papeler[ií]a|zapater[ií]a|taquer[ií]a|cevicher[ií]a|marisquer[ií]a|churrer[ií]a|asador|parrilla|abarrotes|helader[ií]a|gasolinera|pollos|estanco|[oó]ptica|joyer[ií]a|picanter[ií]a|fonda|cervecer[ií]a|h[ií]per|hipermercado|autoservicio|estaci[oó]n de servicio|almacenes|almac[eé]n|ultramarinos',
      'pastelaria|padaria|talho|churrascaria|lanchonete|mercearia|cervejaria|marisqueira|tasca|papelaria|drogaria|a[cç]ougue|confeitaria|sapataria|boteco|sorveteria|hortifruti|posto',
      'bakkerij|slagerij|apotheek|drogist|eetcaf[eé]|cafetaria|snackbar|boekhandel|kapper|tuincentrum|brasserij|herberg|frituur|broodjes',
      'konditori|bageri|kiosk|restaurang|krog|värdshus|ravintola|kahvila|leipomo|apteekki|bokhandel|blomster|k[oø]bmand|smørrebrød|gatukök|lunchrestaurang|dagligvarer|bakeri|gjestgiveri',
      'restauracja|karczma|piekarnia|cukiernia|sklep|kawiarnia|ksi[eę]garnia|kwiaciarnia|delikatesy|restaurace|hospoda|pivnice|pek[aá]rna|pek[aá]re[nň]|pekařství|l[eé]k[aá]rna|lek[aá]re[nň]|cukr[aá]rna|kav[aá]rna|kaviare[nň]|potraviny|hostinec|reštaurácia|čerpací stanice',
      '[eé]tterem|vend[eé]gl[oő]|cukr[aá]szda|p[eé]ks[eé]g|gy[oó]gyszert[aá]r|k[aá]v[eé]z[oó]|s[oö]r[oö]z[oő]|cs[aá]rda|cofet[aă]rie|farmacie|brut[aă]rie|patiserie|magazin|covrigarie|restaurant[ui]l|pekara|pekarnica|ljekarna|lekarna|konoba|kavana|kafana|slastičarnica|mesnica|gostilna|gostišče|trgovina',
      'restoranas|vaistin[eė]|kavin[eė]|kepykl[eė]l[eė]|aptieka|kafejn[iī]ca|veikals|restor[aā]ns|maizn[iī]ca|kohvik|apteek|kauplus|pagari[aä]rid?|lokanta(?:s[iı])?|kebap|eczane(?:si)?|pastane(?:si)?|f[iı]r[iı]n[iı]?|kuaf[oö]r|b[uü]fe|bakkal[iı]?|kafe|taverna|psarotaverna',
      'bakso|soto|sate|nh[aà] h[aà]ng|c[aà] ph[eê]|si[eê]u th[iị]|nh[aà] thu[oố]c|c[uử]a h[aà]ng|kh[aá]ch s[aạ]n|carinderia|panaderia|lechon|ihaw|dhaba|sweets|bhavan|biryani|tandoor|tiffins?|kirana|chemists?|medicals?|cafeteria|roastery|shawarma|butchery|chophouse|nyama|braai',
    ].join('|')})\\b`,
    'iu',
  ),
)

/** Those of them that are long enough to be recognised where the blank in front of them was lost. */
const gluedBusinessWord = wholeWords(
  /\p{L}(?:restaurant|restoran|stationery|hardware|enterprise|supermarket|supermarkt|pharmacy|holdings|marketing|electrical|bakery|seafood|trading|minimarket|mini market|pizzeria|trattoria)(?!\p{L})|\p{Ll}(?:Inn|Cafe|Grill|Hotel|Kitchen|House|Sushi|Deli)(?!\p{Ll})/u,
)

/** Whether a name says what kind of business it is. */
export function namesBusiness(name: string): boolean {
  const isAbroad = businessWordAbroad.test(name) && /\p{L}{2}/u.test(name.replace(businessWordAbroad, ''))
  return (
    isAbroad ||
    businessWord.test(name) ||
    gluedBusinessWord.test(name) ||
    gluedBusinessWord.test(name.toLowerCase())
  )
}

const moreGeneric = wholeWords(
  /\b(?:the|and|dan|of|de|syarikat|pusat|bengkel|kereta|farmasi|makan|minum|makanan|runcit|buku|ubat|pergigian|gigi|tradisi|motor|accessories|supplies|supply|general|mini|super|cash|carry|one|stop|maju|jaya|materials?|building|construction|development|manufacturing|technology|technologies|solutions?|resources|ventures?|corporation|company|co|city|vegetarian|roasted|steamboat|duck|rice|fried|nasi|kandar|mee|ayam|ikan|bakar|kopi|teh)\b/gi,
)

/** Whether a text consists of words that say what a business does and not what it is called. */
export function isGeneric(text: string): boolean {
  const rest = text.replace(new RegExp(businessWord, 'gi'), ' ').replace(moreGeneric, ' ')
  return !/[\p{L}\d]{2}/u.test(rest)
}

/** Street and place words that stand in addresses with or without a number. */
const streetWord = wholeWords(
  /\b(?:ja[li1]an|jln|(?<=(?:^|[\d,.])\s{0,2})jin|lorong|lrg|taman|tmn|persiaran|lebuh|lebuhraya|kampung|seksyen|tingkat|p\.?o\.? box|wilayah|barangay|brgy)\b|〒|[県市区町]\p{L}*\d/iu,
)

/** Provinces, towns and streets as Japan and Korea write them, from the large to the small. */
const eastAsianPlace =
  /(?:東京都|北海道|京都府|大阪府|\p{Script=Han}{2,3}県)\p{Script=Han}|\p{Script=Han}{1,4}[市郡]\p{Script=Han}{1,4}[区町村]|(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충[청북남]|전[라북남]|경[상북남]|제주)\p{L}* \p{L}+[시군구](?!\p{L})|[시군구] \p{L}+[로길동읍면리] ?\d/u

/** Words of addresses that names carry too: they count beside a number or a comma only. */
const placeWord = wholeWords(
  /\b(?:kg|bandar|section|lot|no\s?[.:]?\s?\d|unit|level|floor|flr|blok|block|suite|street|st\.?(?=\s*(?:$|,|\d))|road|rd|avenue|ave|boulevard|blvd|lane|drive|dr\.?(?=\s*$)|highway|hwy|parkway|pkwy|court|square|mall|plaza|strasse|stra[sß8B]{1,2}e|str\.?|platz|weg[\s-]?\d|allee|gasse|ring \d|rue|place|chemin|quai|via|viale|piazza|corso|largo|strada|calle|avda|av\.|paseo|rua|avenida|praca|praça|travessa|straat|laan|plein|kade|gracht|gatan|vagen|vägen|gata|vei|veien|gade|vej|katu|tie|ul\.|ulica|al\.|aleja|namesti|náměstí|utca|út|ter|bulevardul|bd\.|iela|gatve|gatvė|cadde|caddesi|cad\.|sokak|sok\.|mah\.|mahallesi|phuong|phường|quan|quận|duong|đường|kec\.|kel\.|kab\.|kota|rt\.? ?\d|rw|city|nagar|marg|sector|opp\.?|near|johor|selangor|kuala lumpur|malaysia|singapore)\b|\p{L}[\p{L}1]+(?:stra[sß8B]{1,2}e|straat|weg|platz|markt|gasse|allee|damm|ufer|steig|ring|laan|plein|kade|gracht|gatan|vägen|gata|gate|gade|vej|veien|katu|tie|utca|str\.?) ?\d/iu,
)

/** Streets by a short word in front, by a preposition, in French without blanks, and zones of trade. */
const streetBefore =
  /(?:^|[\s,])(?:ul|al|avd?a?|cad|cd|sok|bul|blv?d|str|pr)\. ?\p{L}{2,}.*\d|(?:^|\s)C\/ ?\p{L}{3,}|^(?:am|an (?:der|den|dem)|auf (?:der|dem)|in der|im|zum|zur|unter den|vor dem|hinter de[rm]) (?=\p{L}{3,} \d{1,3}\s?[a-z]?$)|\p{L}{3,} (?:gate|cesta|pr\.|gatve|iela|ulice|ulica|sokak) ?\d|^\d{1,4}\s?(?:bis|ter)?\s?(?:rue|avenue|boulevard|place|chemin|allee|impasse|quai|route)(?:de|du|des|d|l)?\p{L}{4,}|^(?:ZAC (?:de|du|des|les?|la) |centre commercial |zone (?:industrielle|commerciale) )/iu

/** A house number with a street behind it, or a postcode. */
const numbered = wholeWords(
  /^\d{1,5}[A-Z]?,? (?:[NSEW]\.? )?\p{L}[\p{L} .]+$|\b\d{5}(?:-\d{4})?\b(?!\s*-?\s?[A-Z]\))|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d{4} ?[A-Z]{2}\b|\b\d{2}-\d{3}\b|\b\d{3} \d{2}\b/u,
)

/** Whether a text has a word that streets and places are called by. */
export const namesPlace = (text: string) =>
  streetWord.test(text) || placeWord.test(text) || eastAsianPlace.test(text)

/** Whether a row reads like a part of an address. */
export function isAddress(text: string): boolean {
  // 99 Bistro is no house in a street, 12 Market Street is.
  const isNumbered =
    numbered.test(text) && (placeWord.test(text) || !(/^\d+ /.test(text) && namesBusiness(text)))
  return (
    streetWord.test(text) ||
    streetBefore.test(text) ||
    eastAsianPlace.test(text) ||
    isNumbered ||
    (/[\d,]/.test(text) && placeWord.test(text))
  )
}

/** Phone, fax, web, mail and tax-number rows. */
export const contactLike = wholeWords(
  /\b(?:tel|telp|telf|telefon|telephone|telefono|phone|ph|hp|h\/p|mobile|fax|faks|email|e-mail|mail|website|www|http|hotline|whatsapp|wa|customer care|careline|line id|puh|tlf|tfno?)\b\s*[.:#]?|@|\.com\b|\.co\b|\.net\b|\.org\b|\(?\+?\d{2,4}\)?[-\s.]\d{3,4}[-\s.]?\d{3,5}|\d{8,}/i,
)

/** Titles and greetings that stand in the head but name nobody. */
const titleLike = wholeWords(
  /^\W*(?:(?:simplified |full |retail |sales )?(?:tax )?(?:invoice|inv0ice|receipt|bill)|official receipt|payment receipt|ticket purchase receipt|tax invoice\/receipt|sans contact|carte bancaire|contactless|card payment|kartenzahlung|h[äa]ndlerbeleg|cb|visa|mastercard|debit|credit|ticket client|copie client|copia (?:cliente|per il cliente)|copia do cliente|cardholder copy|cash (?:bill|sales?|receipt|memo|invoice)|sales? (?:receipt|slip|draft)|guest (?:check|receipt|bill|folio)|customer (?:copy|receipt)|merchant copy|store copy|duplicate|reprint|copy|original|kassenbon|kassenbeleg|rechnung|quittung|beleg|kundenbeleg|bewirtungsbeleg|facture|ticket(?: de caisse)?|note|addition|re[cç]u|scontrino(?: fiscale)?|documento commerciale|di vendita o prestazione|ricevuta(?: fiscale)?|preconto|factura(?: simplificada)?|recibo|ticket de venta|nota de venta|boleta(?: electronica)?|fatura(?: simplificada)?|cupom fiscal(?: eletronico)?|bon(?: fiscal)?|kassabon|kvitto|kvittering|salgskvittering|kassakvitto|kuitti|paragon(?: fiskalny)?|uctenka|účtenka|doklad|danovy doklad|nyugta|racun|račun|ceks|čeks|kvitas|fi[sş]|bilgi fi[sş]i|struk|nota|hoa don|hóa đơn|phieu thanh toan|領収[書証]|領収|レシート|お会計票|收据|收據|小票|發票|发票|\p{L}{0,4} ?영수증|(?:차량|주문|승인|거래|카드)번호.*|대표자?[ :].*|ใบเสร็จ\p{L}*|чек|квитанция|αποδειξη|welcome(?: to)?|thank you.*|vielen dank.*|merci.*|grazie.*|gracias.*|terima kasih.*|order|order (?:no|number).*|table.*|take ?away|take ?out|dine ?in|eat ?in|to go|delivery|pick ?up|void|sale|purchase|proforma|pro forma|hotel|guest|self checkout|pre-?bill|check|your (?:order|receipt|bill)|we value|how did we do.*|tell us.*|see back.*|open (?:daily|24).*|store hours.*)\W*$/iu,
)

const gluedTitle =
  /^(?:welcome(?:to)?|cash(?:bill|sales?|receipt)|(?:simplified)?taxinvoice|officialreceipt|salesreceipt|(?:customer|merchant|guest)(?:copy|check|receipt)|copy|duplicate|reprint|thankyou.*|pleasecomeagain)$/

/** Whether a row is a title or a greeting, also where its blanks were lost: `CASHBILL`, `WELCOMETO`. */
export function isTitle(text: string): boolean {
  return titleLike.test(text) || gluedTitle.test(text.toLowerCase().replace(/[^a-z]/g, ''))
}

/** Rows that say who the printer, the slogan or the franchise is rather than the shop's name. */
export const sloganLike = wholeWords(
  /\b(?:your|you|we|our|always|everyday|every day|since|welcome|selamat|save money|live better|low prices|quality|fresh|best|happy|enjoy|love|thank|thanks|please|visit|follow|like us|lebensmittel|aus liebe|günstig|gunstig|immer|hier bin ich|mensch|pensez|vous|votre|il tuo|la tua|licensee|franchisee|formerly|a member of|member of|part of|powered by|trading as|t\/a|dba|managed by|operated by|owned by|under|sole distributor|division of|opening hours|öffnungszeiten|offnungszeiten|unsere|horaire|orario|jam buka|open|returnable|refundable|goods sold|exchangeable)\b|[oö]ffnungszeiten/i,
)

/** What a restaurant cooks, below its name: `VIETNAMESE CUISINE`. */
export const kitchenOf =
  /^(?:(?:authentic|fine|traditional|home ?style|thai|chinese|indian|vietnamese|mexican|italian|japanese|korean|french|greek|mediterranean|american|lebanese|turkish|spanish|seafood|vegetarian|halal|family|gourmet|&|and) ?)+(?:cuisine|food|foods|kitchen|cooking|restaurant|küche|specialities|fish (?:&|and) chips)$/i

/** What is counted on a receipt is no branch: `PUMP# 6`. */
export const numberedThing =
  /\b(?:pump|table|order|check|chk|invoice|inv|bill|receipt|ticket|pos|reg|register|station|lane|guest|guests|seat|terminal|trans|transaction|cashier|server|member|term|till)\s?\.?#/i

/** A row that tells which of the shops it was, and no more: `Store 118 Reg 2 Trans 7719`. */
export const numberedShop = wholeWords(
  /^(?:store|branch|shop|outlet|location|site|register|reg|terminal|till|station|filiale|filial|magasin|sucursal|tienda|caja|kasse|loja|sklep)\W{0,2}(?:no|nr|id|num)?\W{0,3}\d{1,6}\b/i,
)
