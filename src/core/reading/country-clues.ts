import { wholeWords } from './whole-words.ts'

/** What a row can show about the country, with a weight: 3 says it nearly alone, 1 is a hint. */
export interface CountryClue {
  country: string
  weight: number
  pattern: RegExp
}

const clue = (country: string, weight: number, pattern: RegExp): CountryClue => ({ country, weight, pattern })

/** Tests on a row's text as printed. Legal forms, tax numbers and tax names, places, web addresses. */
export const countryClues: CountryClue[] = [
  clue('MY', 3, /\bS[DO]N\.?\s?BHD|\bSDN\b|\bS\/B\b\)?$|\bRM\s?\d|\(RM\)|\bRM$|\bMYR\b/i),
  clue(
    'MY',
    2,
    /\b(?:kuala lumpur|selangor|johor|penang|pulau pinang|melaka|sabah|sarawak|perak|petaling jaya|shah alam|kelantan|pahang|kedah|terengganu|negeri sembilan|putrajaya|malaysia|klang|subang|puchong|cheras)\b/i,
  ),
  clue('MY', 1, /\b(?:jalan|taman|lorong|persiaran|kedai|restoran|perniagaan|jln)\b/i),
  clue('ID', 3, /\bnpwp\b|\bppn\b|\bQRIS\b|\bRp\.?\s?\d|\bIDR\b|^PT\.?\s|\bPB1\b|\bTbk\b/i),
  clue(
    'ID',
    2,
    /\b(?:jakarta|bandung|surabaya|indonesia|bali|medan|semarang|yogyakarta|tangerang|bekasi|makassar|denpasar|bogor|depok)\b|\b(?:tunai|kembali|kembalian|pajak|kasir|struk|diskon|terima kasih atas)\b/i,
  ),
  // Tax and company numbers of Singapore: M2-1234567-8, 20-0301881-N, 201234567K.
  clue(
    'SG',
    3,
    /\bsingapore\b|\bS\$|(?:^|\s)5\$\d+\.\d{2}(?!\d)|\bSGD\b|\bPTE\.?\s?LTD|\bUEN\b|\b(?:M[2-9R]|\d{2})-?\d{7}-[\dA-Z]\b|\b(?:19|20)\d{7}[A-Z]\b/i,
  ),
  clue('BN', 3, /\bbrunei\b|\bBND\b/i),
  clue(
    'PH',
    3,
    /\bVAT REG TIN|\bphilippines\b|\bPHP\b|₱|\bVATable\b|\bmanila\b|\bmakati\b|\bquezon city\b|\bcebu\b|\bBIR\b/i,
  ),
  // Companies there have tax numbers of thirteen digits that begin with a zero, and pay 7 % VAT.
  clue(
    'TH',
    3,
    /฿|\bTHB\b|\bbaht\b|\bthailand\b|\bbangkok\b|\bphuket\b|\bchiang mai\b|\bpattaya\b|\p{Script=Thai}{3}|\btax ?id\b\D{0,8}0\d{12}\b/iu,
  ),
  clue('TH', 2, /\bvat\s?:?\(?\s?7(?:\.0+)?\s?%/i),
  clue(
    'VN',
    3,
    /\bVND\b|₫|\bviet ?nam\b|\bha noi\b|\bho chi minh\b|thành phố|hóa đơn|\bTP\.? ?HCM\b|\bhoa don\b|\bGTGT\b|\bthanh toan\b|\btong cong\b|\btien mat\b|\bthu ngan\b|\bquan \d/i,
  ),
  clue(
    'JP',
    3,
    /¥.*(?:円|税)|\p{Script=Hiragana}{2}|\p{Script=Katakana}{3}|円|\bjapan\b|\bJPY\b|\btokyo\b|登録番号/iu,
  ),
  clue('JP', 1, /合計/),
  clue('KR', 3, /\p{Script=Hangul}{2}|₩|\bKRW\b|\bkorea\b|\bseoul\b/iu),
  clue(
    'CN',
    3,
    /\bRMB\b|\bCNY\b|增值税|发票|合计|应付|实付|实收|收银员?|流水号|单号|金额|谢谢|\bchina\b|\bshanghai\b|\bbeijing\b|微信|支付宝|人民币/i,
  ),
  clue(
    'TW',
    3,
    /統一發票|電子發票|統一編號|統編|[隨随]機碼|\d{2,3}年\d\d-\d\d月|\bNT[$S]\s?\d|\bNT\$|\bTWD\b|\btaiwan\b|\btaipei\b|民國/i,
  ),
  clue(
    'HK',
    3,
    /\bHK\s?[$S]\s?\d|\bHK\$|\bHKD\b|\bhong ?kong\b|\bkowloon\b|九龍|香港|新界|八達通|\boctopus card\b/i,
  ),
  clue('MO', 3, /\bMOP\b|\bmacau\b/i),
  clue(
    'IN',
    3,
    /\bGSTIN\b|₹|\bINR\b|\b[CS]GST\b|\bFSSAI\b|\bindia\b|\bPVT\.?\s?LTD|\bPRIVATE LIMITED\b|\b(?:mumbai|delhi|bengaluru|bangalore|chennai|hyderabad|pune|kolkata|ahmedabad|gurgaon|noida|kerala)\b/i,
  ),
  clue('LK', 3, /\bLKR\b|\bsri lanka\b|\bcolombo\b/i),
  clue('PK', 3, /\bPKR\b|\bpakistan\b|\bkarachi\b|\blahore\b|\bislamabad\b/i),
  clue('AE', 3, /\bAED\b|\bdubai\b|\babu dhabi\b|\bU\.?A\.?E\b|\bsharjah\b|\bDhs?\b\.?\s?\d/i),
  clue('SA', 3, /\bSAR\s?\d|\bsaudi\b|\briyadh\b|\bjeddah\b/i),
  clue('QA', 3, /\bQAR\b|\bdoha\b|\bqatar\b/i),
  clue('KW', 3, /\bKWD\b|\bkuwait\b|\bK\.?D\.?\s?\d+\.\d{3}/i),
  clue('BH', 3, /\bBHD\s?\d|\bbahrain\b|\bmanama\b/i),
  clue('OM', 3, /\bOMR\b|\bmuscat\b|\bsultanate of oman\b/i),
  clue('JO', 3, /\bJOD\b|\bjordan\b.*\bamman\b|\bamman\b/i),
  clue('TN', 3, /\bTND\b|\btunisie?\b|\bDT\s?\d/i),
  clue('MA', 3, /\bMAD\b\s?\d|\d\s?(?:MAD|DHS?)\b|\bmaroc\b|\bmorocco\b|\bcasablanca\b|\bmarrakech\b/i),
  clue('EG', 3, /\bEGP\b|\begypt\b|\bcairo\b|\bL\.E\b/i),
  clue('IL', 3, /₪|\bNIS\b|\bILS\b|\bisrael\b|\btel aviv\b|\p{Script=Hebrew}{3}/iu),
  clue(
    'ZA',
    3,
    /\bZAR\b|\bsouth africa\b|\b(?:johannesburg|cape town|durban|pretoria|sandton)\b|\(PTY\)|\bPTY\) LTD|(?:^|\s)R\s?\d+[.,]\d{2}\b/i,
  ),
  clue('KE', 3, /\bKES\b|\bKsh?s?\.?\s?\d|\bkenya\b|\bnairobi\b|\bkra pin\b|\bm-?pesa\b/i),
  clue('ZA', 2, /\bVAT\D{0,14}4\d{9}(?!\d)/i),
  clue('KE', 3, /\bPIN\b\W{0,3}[AP]0\d{8}[A-Z]\b/),
  clue('NG', 3, /\bNGN\b|₦|\bnigeria\b|\blagos\b|\babuja\b/i),
  clue('GH', 3, /\bGHS\b|GH[₵¢]|\bghana\b|\baccra\b/i),
  clue(
    'AU',
    3,
    /\bA\.?B\.?N\.?:?\s?\d{2}|\bAUD\b|\bA\$|\baustralia\b|\b(?:NSW|VIC|QLD|TAS)\s?\d{4}\b|\b(?:sydney|melbourne|brisbane|adelaide)\b|\bPTY\.?\s?(?:LTD|LIMITED)/i,
  ),
  clue('AU', 1.5, /\beftpos\b/i),
  clue('NZ', 1.5, /\beftpos\b/i),
  clue(
    'NZ',
    3,
    /\bNZ\$|\bNZD\b|\bnew zealand\b|\b(?:auckland|wellington|christchurch|dunedin|queenstown)\b|\.co\.nz\b|\bGST(?: (?:No|Reg|Number|N0)\b)?\.?:?\s?#?\d{2,3}-\d{3}-\d{3}\b/i,
  ),
  clue(
    'GB',
    3,
    /£|\bGBP\b|\b(?:england|scotland|wales|united kingdom|london|manchester|birmingham|edinburgh|glasgow|leeds|liverpool|bristol)\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\.co\.uk\b|\bGB ?\d{3} ?\d{4} ?\d{2}\b/i,
  ),
  clue('GB', 2, /[A-Za-z]{3},? [A-Z]{1,2}\d{1,2}[A-Z]?\d[ABD-HJLNP-UW-Z]{2}$/),
  clue('GB', 2, /\bVAT\D{0,14}\d{3} ?\d{4} ?\d{2}(?!\d)/i),
  clue(
    'IE',
    3,
    /\bireland\b|\bdublin\b|\bIE ?\d[A-Z\d+*]\d{5}[A-Z]{1,2}\b|\bco\.? ?(?:cork|kerry|galway|mayo|clare|wicklow|kildare|meath|louth|donegal|sligo|tipperary|waterford|wexford|kilkenny)\b|\bgalway\b|\blimerick\b|\.ie\b/i,
  ),
  clue(
    'US',
    3,
    /\bUSD?\$|\bUSD\b|\b(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC),?\s+\d{5}(?:-\d{4})?$|,\s?(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC)\.?\s*\d{5}\b/,
  ),
  clue(
    'US',
    2,
    /\bsales tax\b|,\s?(?:ca|az|tx|ny|fl|wa|or|nv|il|pa|oh|ga|nc|mi|nj|va)\.?,?\s*\d{5}\b|\bgallons?\b|\/gal\b|\bstate tax\b|\bcounty tax\b|\bUS debit\b|\bEBT\b|\bst#|\bgratuity\b|\bU\.?S\.?A\b/i,
  ),
  clue(
    'US',
    2,
    /\b(?:new york|NYC|brooklyn|los angeles|chicago|houston|philadelphia|san antonio|san diego|dallas|san francisco|seattle|denver|boston|las vegas|miami|atlanta|nashville|orlando|detroit|minneapolis|honolulu|california|texas|florida|illinois|pennsylvania|ohio|michigan|colorado|arizona|oregon|nevada|massachusetts)\b/i,
  ),
  // A state at the end of a row, its postcode in the next or left out.
  clue(
    'US',
    1.5,
    /[,\d].*\s(?:AL|AK|AZ|AR|CA|CO|CT|FL|GA|IA|IL|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC)\.?$/,
  ),
  clue('US', 1, /\(\d{3}\)\s?\d{3}[-.\s]\d{4}|(?<!\d)\d{3}[-.]\d{3}[-.]\d{4}(?!\d)/),
  clue('US', 1, /\$\s?\d|\btax\b/i),
  clue(
    'CA',
    3,
    /\bCAD\b|\bC\$|\bcanada\b|\b(?:HST|QST|TVQ|TPS)\b|\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b|,\s?(?:ON|QC|BC|AB|MB|SK|NS|NB|NL|PE)\b|\b(?:toronto|montreal|vancouver|calgary|ottawa|ontario|quebec|british columbia|alberta)\b/,
  ),
  clue(
    'MX',
    3,
    /\bMXN\b|\bM\.?N\.?\b$|\bR\.?F\.?C\.?[:\s]|\bS\.?A\.? de C\.?V|\bmexico\b|\bméxico\b|\bCDMX\b|\bpesos\b/i,
  ),
  clue(
    'BR',
    3,
    /\bR\$|\bCNPJ\b|\bCPF\b|\bBRL\b|(?<!\b(?:av|avda|avenida|calle|rua)\.?\s)\bbrasil\b|\bNFC-?e\b|\bLTDA\b|\bsao paulo\b|\bcupom fiscal\b/i,
  ),
  clue('AR', 3, /\bCUIT\b|\bargentina\b|\bbuenos aires\b|\bARS\b|\bING\.? ?BRUTOS\b|\bconsumidor final\b/i),
  clue(
    'CL',
    3,
    /\bR\.?U\.?T\.?[:\s]+\d{1,2}\.?\d{3}\.?\d{3}\s?-|\bCLP\b|\bchile\b|\bboleta electronica\b|\bS\.?I\.?I\.?\b/i,
  ),
  clue('CO', 3, /\bN\.?I\.?T\.?[:\s]+\d|\bCOP\s?\d|\bcolombia\b|\bbogota\b|\bmedellin\b|\bDIAN\b/i),
  clue('PE', 3, /\bS\/\.?\s?\d|\bIGV\b|\bperu\b|\bPEN\s?\d|\bSUNAT\b/i),
  clue('EC', 3, /\becuador\b|\bquito\b|\bguayaquil\b/i),
  clue('UY', 3, /\bR\.?U\.?T\.?[:\s]+\d{12}\b|\buruguay\b|\bmontevideo\b|\bUYU\b/i),
  clue('CR', 3, /\bcosta rica\b|₡|\bCRC\b/i),
  clue('DO', 3, /\bITBIS\b|\bRNC\b|\bRD\$|\bDOP\b/i),
  clue(
    'DE',
    3,
    /\bDE ?\d{9}\b|\bdeutschland\b|\bgermany\b|\bUSt-?Id|\bSteuer-?Nr|\bSt\.?-?Nr\b|\bGmbH & Co|\bTSE\b|\b(?:berlin|hamburg|munchen|münchen|koln|köln|frankfurt|stuttgart|dusseldorf|düsseldorf|leipzig|dortmund|essen|bremen|dresden|hannover|nurnberg|nürnberg|bielefeld|paderborn)\b/i,
  ),
  clue(
    'DE',
    2,
    /\bMw\.?St|\bGmbH\b|\bgirocard\b|\bbargeld\b|\bsumme\b|\bSt[Uu]EUER\b|\bRückgeld\b|\bRuckgeld\b|\bzu zahlen\b|\bstr\.|stra(?:ß|ss)e\b|\bUhr\b|\bzwischensumme\b/i,
  ),
  clue(
    'AT',
    3,
    /\bATU ?\d{8}\b|\b(?:austria|osterreich|österreich|wien|vienna|graz|salzburg|innsbruck|linz)\b/i,
  ),
  clue(
    'CH',
    3,
    /\bCHF\b|\bSFr\b|\bCHE-?\d{3}|\b(?:switzerland|schweiz|suisse|svizzera|zurich|zürich|geneve|genève|bern|basel|lausanne|luzern)\b/i,
  ),
  clue(
    'FR',
    3,
    /\bSIRET\b|\bSIREN\b|\bTTC\b|\bSARL\b|\bFR ?\d{2} ?\d{9}\b|france\b|\b(?:paris|lyon|marseille|toulouse|bordeaux|lille|nantes|strasbourg|montpellier)\b/i,
  ),
  clue(
    'FR',
    2,
    /\bT\.?V\.?A\b|\bmerci de\b|\brendu\b|\ba payer\b|\bespeces\b|\bcarte bancaire\b|\brue\b|\bmontant\b/i,
  ),
  clue(
    'BE',
    3,
    /\bBE ?0?\d{3}\.?\d{3}\.?\d{3}\b|\b(?:belgium|belgique|belgie|belgië|bruxelles|brussel|antwerpen|gent|brugge|liege|leuven)\b|\bbancontact\b/i,
  ),
  clue('LU', 3, /\bluxembourg\b|\bLU ?\d{8}\b/i),
  clue(
    'NL',
    3,
    /\bNL ?\d{9}B\d{2}\b|\bKVK\b|\b(?:nederland|amsterdam|rotterdam|utrecht|den haag|eindhoven|groningen)\b|\bB\.?T\.?W\b|\bte betalen\b|\bwisselgeld\b/i,
  ),
  // A postcode in front of a town, not the number of a house in an American street: 7850 SW Main Street.
  clue('NL', 3, /\b[1-9]\d{3} ?(?!N[EW]|S[EW]|ST|DR|EL|LA|MT|FT)[A-Z]{2}\b [A-Z]{3}/),
  clue(
    'IT',
    3,
    /\bP\.? ?I\.?V\.?A\b|\bpartita iva\b|\bS\.?R\.?L\b|\bS\.P\.A\b\.?|\bscontrino\b|\bdocumento commerciale\b|\bitalia\b|\bC\.? ?F\.? e P|\b(?:roma|milano|torino|napoli|firenze|venezia|bologna|palermo|genova|verona)\b|\bcontante\b|\btotale complessivo\b|\bdi cui iva\b/i,
  ),
  // A company, not a place to bathe: SPA.
  clue('IT', 3, /[A-Za-z]{3} SpA$/),
  clue(
    'ES',
    3,
    /\b(?:C\.?I\.?F|N\.?I\.?F)\.?[:\s-]*[A-Z]-?\d{7,8}|\bespaña\b|\bespana\b|\bspain\b|\bS\.L\.U?\b|\b(?:madrid|barcelona|valencia|sevilla|malaga|bilbao|zaragoza|granada|alicante)\b|\bfactura simplificada\b/i,
  ),
  clue('ES', 1, /\bentregado\b|\befectivo\b|\bcalle\b|\bC\/|\bI\.?V\.?A\b/i),
  clue(
    'PT',
    3,
    /\bcontribuinte\b|\bNIF:?\s?\d{9}\b|\bportugal\b|\b(?:lisboa|lisbon|coimbra|braga)\b|\b\d{4}-\d{3} [A-Z]{3}|\bmultibanco\b|\bLda\b|\bfatura\b|\bATCUD\b/i,
  ),
  clue(
    'SE',
    3,
    /\bsverige\b|\bSEK\b|\borg\.? ?nr\.?:?\s?\d{6}-?\d{4}\b|\b(?:stockholm|goteborg|göteborg|malmo|malmö|uppsala)\b|\bv[aä]xel\b|\bkvitto\b|\bmoms\b.*\bkr\b|\batt betala\b/i,
  ),
  clue(
    'NO',
    3,
    /\bNOK\b|\bnorge\b|\bnorway\b|\bforetaksregisteret\b|\bMVA\b|\b(?:oslo|bergen|trondheim|stavanger|troms[oø])\b|\bå betale\b|\ba betale\b|\bkvittering\b.*\bnr\b|\bvipps\b/i,
  ),
  clue(
    'DK',
    3,
    /\bDKK\b|\bCVR\b|\bdanmark\b|\bdenmark\b|\b(?:kobenhavn|københavn|copenhagen|aarhus|odense|aalborg)\b|\bdankort\b|\bbyttepenge\b|\bheraf moms\b|\bAPS\b/i,
  ),
  clue(
    'FI',
    3,
    /\bsuomi\b|\bfinland\b|\bALV\b|\by-tunnus\b|\bYHTEENS|\b(?:helsinki|espoo|tampere|turku|oulu|vantaa)\b|\bkuitti\b|\bOyj?\b/i,
  ),
  clue('IS', 3, /\bISK\b|\biceland\b|\breykjav|\bkennitala\b|\bkr\.? ?\d.*\bvsk\b|\bvsk\b/i),
  clue(
    'PL',
    3,
    /\bNIP\b|\bPLN\b|\bzł\b|\bparagon\b|\bPTU\b|\bfiskalny\b|\bpolska\b|\b(?:warszawa|krakow|kraków|wroclaw|wrocław|gdansk|gdańsk|poznan|poznań|lodz|łódź|katowice)\b|\bsp\.? ?z ?o\.? ?o/i,
  ),
  clue(
    'CZ',
    3,
    /\bCZK\b|\d\s?K[čc]\b|\bDI[ČC]:?\s?CZ|\bCZ\d{8,10}\b|\bDPH\b.*\b21|\bs\.? ?r\.? ?o\.?\b.*\b(?:praha|brno)|\b(?:praha|prague|brno|ostrava|plzen|plzeň)\b|\buctenka\b|\búčtenka\b|\bceska republika\b/i,
  ),
  clue(
    'SK',
    3,
    /\bSK\d{10}\b|\bslovensko\b|\bslovakia\b|\bbratislava\b|\bkosice\b|\bspolu\b|\bDKP\b|\bIČ DPH\b|\bIC DPH\b/i,
  ),
  clue(
    'HU',
    3,
    /\bHUF\b|\d{3}\s?Ft\b|\badoszam\b|\badószám\b|\bbudapest\b|\bmagyar|\bnyugta\b|\bAFA\b|\bÁFA\b|\bKft\b|\bosszesen\b|\bösszesen\b/i,
  ),
  clue(
    'RO',
    3,
    /\bRON\b|\bLEI\b|\bC\.?I\.?F\.?:?\s?(?:RO)?\d|\bbon fiscal\b|\bbucuresti\b|\bbucurești\b|\bromania\b|\bcluj\b|\bCOD FISCAL\b|\bS\.?C\.? .* S\.?R\.?L/i,
  ),
  clue('BG', 3, /\bBGN\b|\bлв\b|\bболгар|\bbulgaria\b|\bsofia\b|\bЕИК\b|\bДДС\b/i),
  clue(
    'HR',
    3,
    /\bOIB\b|\bPDV\b(?=.*\d\s?%)|\bhrvatska\b|\bcroatia\b|\b(?:zagreb|dubrovnik|rijeka|zadar)\b|\b\d{5} split\b|\bd\.? ?o\.? ?o\.?\b/i,
  ),
  clue('SI', 3, /\bslovenija\b|\bslovenia\b|\bljubljana\b|\bDDV\b|\bSI\d{8}\b/i),
  clue(
    'RS',
    3,
    wholeWords(/\bRSD\b|\bsrbija\b|\bserbia\b|\bbeograd\b|\bPIB\b|\bdin\.?\b|\bПИБ\b|\bПФР\b|[ђћЂЋ]/i),
  ),
  clue('LV', 3, /\bLV ?\d{11}\b|\blatvija\b|\blatvia\b|\briga\b|\brīga\b|\bPVN\b|\bSIA\b/i),
  clue(
    'LT',
    3,
    /\bLT ?\d{9,12}\b|\blietuva\b|\blithuania\b|\bvilnius\b|\bkaunas\b|\bklaipeda\b|\bPVM\b|\bUAB\b/i,
  ),
  clue(
    'EE',
    3,
    /\bEE ?\d{9}\b|\beesti\b|\bestonia\b|\btallinn\b|\btartu\b|\bkäibemaks|\bkaibemaks|\bKMKR\b/i,
  ),
  clue('GR', 3, /\bEL ?\d{9}\b|\bgreece\b|\bathens\b|\bhellas\b|\bΑΦΜ\b|\bΦΠΑ\b|\p{Script=Greek}{4}/iu),
  clue('CY', 3, /\bcyprus\b|\bnicosia\b|\blimassol\b|\blarnaca\b/i),
  clue('MT', 3, /\bmalta\b|\bvalletta\b|\bsliema\b/i),
  clue(
    'TR',
    3,
    /₺|\bTRY\s?\d|\bKDV\b|\bturkiye\b|\btürkiye\b|\bistanbul\b|\bankara\b|\bizmir\b|\bvergi\b|\bTOPKDV\b|\bantalya\b/i,
  ),
  clue('UA', 3, wholeWords(/₴|\bгрн\b|\bUAH\b|\bкиїв\b|\bукраїна\b|\p{L}[їє]|[їє]\p{L}/iu)),
  clue('RU', 3, wholeWords(/₽|\bруб\b|\bRUB\b|\bмосква\b|\bНДС\b|\bИТОГО?\b|\bИНН\b/i)),
]
