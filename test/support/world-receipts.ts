import type { Extraction } from '../../src/core/extraction.ts'

/** A receipt written for the tests: its text (see page-from-text.ts) and what must be read from it. */
export interface WrittenReceipt {
  name: string
  text: string
  /** Items by their amounts only. */
  expected: Partial<Omit<Extraction, 'items'>> & { items?: string[] }
}

/** Receipts written from knowledge of how shops of many countries print theirs; no real ones. */
export const worldReceipts: WrittenReceipt[] = [
  {
    name: 'United Kingdom: supermarket with card and VAT number',
    text: `
^HARTLEY'S FOODS
12 Mill Lane, York YO1 7HU
VAT Number: GB 123 4567 89
SEMI SKIMMED MILK 2PT         £1.25
WHOLEMEAL BREAD               £1.40
2 x £0.60
BANANAS                       £1.20
SUBTOTAL                      £3.85
NECTAR SAVINGS               -£0.40
TOTAL                         £3.45
VISA DEBIT                    £3.45
**** **** **** 4821
Date: 07/03/2025   Time: 18:42`,
    expected: {
      merchant: "HARTLEY'S FOODS",
      total: '3.45',
      subtotal: '3.85',
      discountTotal: '0.40',
      currency: 'GBP',
      purchaseDate: '2025-03-07',
      purchaseTime: '18:42',
      items: ['1.25', '1.40', '1.20'],
    },
  },
  {
    name: 'Germany: cash, change, tax table',
    text: `
Bäckerei Lindner GmbH
Hauptstr. 14
50667 Köln
                       EUR
Roggenbrot            3,40 A
2 x 0,45
Brötchen              0,90 A
Kaffee                2,80 B
SUMME                 7,10
BAR                  10,00
Rückgeld              2,90
MwSt%   Netto   MwSt   Brutto
A 7,0%   4,02   0,28   4,30
B 19,0%  2,35   0,45   2,80
04.11.2024 07:58 Bon-Nr. 1182
USt-IdNr. DE123456789`,
    expected: {
      merchant: 'Bäckerei Lindner GmbH',
      total: '7.10',
      taxTotal: '0.73',
      cashGiven: '10.00',
      changeGiven: '2.90',
      currency: 'EUR',
      purchaseDate: '2024-11-04',
      purchaseTime: '07:58',
      items: ['3.40', '0.90', '2.80'],
    },
  },
  {
    name: 'France: restaurant with TVA',
    text: `
^LE PETIT ZINC
8 rue des Lilas
69003 LYON
Tel 04 72 00 00 00
12/04/2025 13:12
2 PLAT DU JOUR        29,00
1 CAFE                 2,20
TOTAL TTC             31,20
Dont TVA 10%           2,84
CB                    31,20
MERCI DE VOTRE VISITE`,
    expected: {
      merchant: 'LE PETIT ZINC',
      total: '31.20',
      taxTotal: '2.84',
      currency: 'EUR',
      purchaseDate: '2025-04-12',
      items: ['29.00', '2.20'],
    },
  },
  {
    name: 'Italy: documento commerciale',
    text: `
TRATTORIA DA GINO S.R.L.
Via Garibaldi 21
40121 BOLOGNA
P.IVA 01234567890
DOCUMENTO COMMERCIALE
di vendita o prestazione
DESCRIZIONE          IVA   Prezzo(€)
COPERTO              10%   4,00
TAGLIATELLE          10%   12,50
ACQUA NAT.           10%   2,50
TOTALE COMPLESSIVO         19,00
di cui IVA                  1,73
Pagamento contante         20,00
Resto                       1,00
15-09-2024 20:47
DOCUMENTO N. 0412-0033`,
    expected: {
      merchant: 'TRATTORIA DA GINO S.R.L.',
      total: '19.00',
      taxTotal: '1.73',
      changeGiven: '1.00',
      currency: 'EUR',
      purchaseDate: '2024-09-15',
    },
  },
  {
    name: 'Spain: factura simplificada',
    text: `
PANADERIA LUNA S.L.
C/ Mayor 3, 28013 MADRID
CIF: B12345678
FACTURA SIMPLIFICADA 2024/00123
Fecha: 03/02/2024 10:15
1 CAFE CON LECHE       1,60
2 CROISSANT            3,00
TOTAL                  4,60
Base imp. 10%   4,18   IVA   0,42
EFECTIVO               5,00
CAMBIO                 0,40`,
    expected: {
      merchant: 'PANADERIA LUNA S.L.',
      total: '4.60',
      currency: 'EUR',
      purchaseDate: '2024-02-03',
      taxTotal: '0.42',
    },
  },
  {
    name: 'Poland: fiscal receipt',
    text: `
SKLEP SPOŻYWCZY ZIELONKA
ul. Długa 5, 00-238 Warszawa
NIP 123-456-78-90
PARAGON FISKALNY
CHLEB WIEJSKI   1 x6,50    6,50C
MASŁO           2 x7,20   14,40C
SPRZEDAŻ OPODATKOWANA C   20,90
PTU C 5%                   1,00
SUMA PTU                   1,00
SUMA PLN                  20,90
GOTÓWKA                   50,00
RESZTA                    29,10
2024-06-09 12:31`,
    expected: {
      total: '20.90',
      taxTotal: '1.00',
      currency: 'PLN',
      purchaseDate: '2024-06-09',
      changeGiven: '29.10',
    },
  },
  {
    name: 'Indonesia: dot for thousands, no decimals',
    text: `
WARUNG MAKAN SEDERHANA
Jl. Merdeka No. 10, Bandung
Tanggal: 05-08-2023 12:10
Nasi Goreng     2    50.000
Es Teh Manis    2    12.000
Subtotal             62.000
PB1 10%               6.200
Total                68.200
Tunai               100.000
Kembali              31.800`,
    expected: {
      merchant: 'WARUNG MAKAN SEDERHANA',
      total: '68200',
      taxTotal: '6200',
      currency: 'IDR',
      purchaseDate: '2023-08-05',
      items: ['50000', '12000'],
    },
  },
  {
    name: 'Malaysia: rounding, GST included',
    text: `
KEDAI BUKU MAJU SDN BHD
(123456-X)
No. 8, Jalan Besar, 43000 Kajang, Selangor
GST ID: 000123456789
TAX INVOICE
Date: 02/05/2018 14:20
PEN BLUE          2.02 SR
Total Incl. GST 6%   2.02
Rounding            -0.02
Total Payable        2.00
CASH                 5.00
CHANGE               3.00`,
    expected: {
      merchant: 'KEDAI BUKU MAJU SDN BHD',
      total: '2.00',
      rounding: '-0.02',
      currency: 'MYR',
      purchaseDate: '2018-05-02',
    },
  },
  {
    name: 'United States: sales tax added, month first by address',
    text: `
^JOE'S DINER
200 Main St
Springfield, IL 62701
(217) 555-0142
03/04/2024 12:45 PM
Burger           9.95
Fries            3.50
Subtotal        13.45
Sales Tax        1.08
Total           14.53
Visa XXXX1234   14.53`,
    expected: {
      merchant: "JOE'S DINER",
      total: '14.53',
      taxTotal: '1.08',
      taxIncluded: false,
      currency: 'USD',
      purchaseDate: '2024-03-04',
      purchaseDateAlternative: null,
      purchaseTime: '12:45',
      items: ['9.95', '3.50'],
    },
  },
  {
    name: 'Japan: yen without decimals, tax inside',
    text: `
さくら食堂
東京都千代田区1-2-3
2024年3月15日 12:30
ラーメン     ¥850
餃子         ¥400
小計        ¥1,250
内消費税      ¥113
合計        ¥1,250
お預り      ¥2,000
お釣り        ¥750`,
    expected: {
      total: '1250',
      taxTotal: '113',
      currency: 'JPY',
      purchaseDate: '2024-03-15',
      changeGiven: '750',
    },
  },
  {
    name: 'Sweden: kvitto with moms',
    text: `
^Café Linden AB
Storgatan 12
411 38 GÖTEBORG
Org.nr: 556123-4567
KVITTO
2024-05-17 09:41
2 Kaffe            58,00
Kanelbulle         32,00
Att betala         90,00
Kontokort          90,00
Moms 12%   9,64   Netto 80,36
Kvittonr: 10422`,
    expected: {
      merchant: 'Café Linden AB',
      total: '90.00',
      currency: 'SEK',
      purchaseDate: '2024-05-17',
      taxTotal: '9.64',
      items: ['58.00', '32.00'],
    },
  },
  {
    name: 'Denmark: heraf moms',
    text: `
NETTORAMA
Vestergade 3, 8000 Aarhus C
CVR 12345678
MAELK 1L             11,95
RUGBROED             22,00
PANT A                1,00
TOTAL                34,95
DANKORT              34,95
HERAF MOMS            6,99
03.10.23   16:20`,
    expected: { total: '34.95', currency: 'DKK', purchaseDate: '2023-10-03', taxTotal: '6.99' },
  },
  {
    name: 'Finland: ALV table',
    text: `
K-KAUPPA MYLLY OY
Mannerheimintie 5, Helsinki
Y-tunnus 1234567-8
RUISLEIPÄ           2,49
MAITO 1L            1,15
YHTEENSÄ            3,64
Pankkikortti        3,64
ALV     VEROTON   VERO   VEROLLINEN
14%     3,19      0,45   3,64
KUITTI 123 5.6.2023 12:30`,
    expected: {
      total: '3.64',
      currency: 'EUR',
      purchaseDate: '2023-06-05',
      taxTotal: '0.45',
      items: ['2.49', '1.15'],
    },
  },
  {
    name: 'Netherlands: te betalen, BTW',
    text: `
^DE GROENE WINKEL
Kerkstraat 7, 1017 GA Amsterdam
BTW NL123456789B01
2 x 1,25
MELK               2,50
KAAS               7,95
KORTING           -1,00
Te betalen         9,45
PIN                9,45
BTW 9%   8,67   0,78
08-11-2022 18:05`,
    expected: {
      merchant: 'DE GROENE WINKEL',
      total: '9.45',
      currency: 'EUR',
      purchaseDate: '2022-11-08',
      taxTotal: '0.78',
    },
  },
  {
    name: 'Portugal: fatura simplificada',
    text: `
PASTELARIA ALVORADA, LDA
Rua das Flores 9, 4050-262 Porto
NIF: 501234567
Fatura Simplificada FS A/1234
Data: 2023-04-09 11:02
Cafe             1   0,80
Pastel de Nata   2   2,60
Total               3,40
Numerario           5,00
Troco               1,60
IVA 13%   Base 3,01   Total IVA 0,39`,
    expected: {
      total: '3.40',
      currency: 'EUR',
      purchaseDate: '2023-04-09',
      changeGiven: '1.60',
      taxTotal: '0.39',
    },
  },
  {
    name: 'Czechia: whole crowns',
    text: `
Hospoda U Lípy
Dlouhá 12, Praha 1
DIČ: CZ12345678
Účtenka č. 334
2x Pivo 0,5l          118,00 Kč
Guláš                 189,00 Kč
Celkem k úhradě       307,00 Kč
Hotovost              500,00
Vráceno               193,00
18.7.2024 20:15`,
    expected: { total: '307.00', currency: 'CZK', purchaseDate: '2024-07-18', changeGiven: '193.00' },
  },
  {
    name: 'Hungary: forint without decimals, year first',
    text: `
ABC ÉLELMISZER KFT.
1051 Budapest, Fő utca 2.
Adószám: 12345678-2-41
NYUGTA
KENYÉR            690 Ft
TEJ 1L            459 Ft
ÖSSZESEN:        1 149 Ft
KÉSZPÉNZ         1 150 Ft
KEREKÍTÉS            1 Ft
2024.03.08. 08:11`,
    expected: { total: '1149', currency: 'HUF', purchaseDate: '2024-03-08' },
  },
  {
    name: 'Romania: bon fiscal',
    text: `
SC MAGAZIN BUN SRL
Str. Lunga 4, Cluj-Napoca
C.I.F. RO1234567
1 BUC x 5,49
PAINE FELIATA          5,49 A
2 BUC x 3,20
LAPTE                  6,40 B
TOTAL LEI             11,89
TVA A 9%               0,45
TVA B 9%               0,53
NUMERAR LEI           12,00
REST                   0,11
DATA: 21/02/2024 ORA: 17-22-10`,
    expected: { total: '11.89', currency: 'RON', purchaseDate: '2024-02-21', taxTotal: '0.98' },
  },
  {
    name: 'Switzerland: CHF, rounding to five',
    text: `
Restaurant Seeblick AG
Seestrasse 40, 8002 Zürich
CHE-123.456.789 MWST
1 Tagesmenu        24.50
1 Mineral 0.5       5.50
Total CHF          30.00
Bar CHF            50.00
Rückgeld CHF       20.00
MWST 8.1%   Netto 27.75   MWST 2.25
12.02.2024 12:58`,
    expected: {
      merchant: 'Restaurant Seeblick AG',
      total: '30.00',
      currency: 'CHF',
      purchaseDate: '2024-02-12',
      taxTotal: '2.25',
    },
  },
  {
    name: 'Austria',
    text: `
Gasthaus Alpenblick
Dorfplatz 1, 6020 Innsbruck
ATU12345678
Schnitzel         14,90
Almdudler          3,60
Summe EUR         18,50
gegeben bar       20,00
Rückgeld           1,50
10% MwSt von 14,90   1,35
20% MwSt von 3,60    0,60
29.12.2023 19:30`,
    expected: {
      merchant: 'Gasthaus Alpenblick',
      total: '18.50',
      currency: 'EUR',
      purchaseDate: '2023-12-29',
      taxTotal: '1.95',
    },
  },
  {
    name: 'Canada: HST',
    text: `
TIM'S HARDWARE
88 King St W, Toronto, ON M5H 1A1
GST/HST # 123456789 RT0001
2024-01-05 10:22
PAINT BRUSH         7.99
SANDPAPER           4.49
SUBTOTAL           12.48
HST 13%             1.62
TOTAL              14.10
INTERAC            14.10`,
    expected: {
      total: '14.10',
      subtotal: '12.48',
      currency: 'CAD',
      purchaseDate: '2024-01-05',
      taxTotal: '1.62',
      items: ['7.99', '4.49'],
    },
  },
  {
    name: 'Mexico: RFC and pesos',
    text: `
TAQUERIA EL FAROL SA DE CV
RFC: TFA010203AB1
Av. Juarez 100, Col. Centro, CDMX
Fecha: 15/03/2024  21:05
4 TACOS PASTOR       $88.00
1 AGUA HORCHATA      $35.00
SUBTOTAL            $106.03
IVA 16%              $16.97
TOTAL               $123.00
EFECTIVO            $200.00
CAMBIO               $77.00`,
    expected: { total: '123.00', currency: 'MXN', purchaseDate: '2024-03-15', taxTotal: '16.97' },
  },
  {
    name: 'Brazil: cupom fiscal',
    text: `
PADARIA SOL NASCENTE LTDA
CNPJ: 12.345.678/0001-90
Rua Augusta 500 - Sao Paulo
PAO FRANCES      0,350KG x 18,90    6,62
CAFE COM LEITE                      7,50
Qtd. total de itens 2
Valor total R$                     14,12
Dinheiro                           20,00
Troco R$                            5,88
10/10/2023 07:45:33`,
    expected: { total: '14.12', currency: 'BRL', purchaseDate: '2023-10-10', changeGiven: '5.88' },
  },
  {
    name: 'India: GST split in two',
    text: `
ANNAPURNA SWEETS PVT LTD
MG Road, Bengaluru 560001
GSTIN: 29ABCDE1234F1Z5
Bill No: 8812   Date: 09-08-2023
Masala Dosa    2   80.00   160.00
Filter Coffee  2   30.00    60.00
Sub Total                  220.00
CGST 2.5%                    5.50
SGST 2.5%                    5.50
Grand Total            Rs. 231.00`,
    expected: {
      total: '231.00',
      currency: 'INR',
      purchaseDate: '2023-08-09',
      taxTotal: '11.00',
      items: ['160.00', '60.00'],
    },
  },
  {
    name: 'Singapore: service charge and GST',
    text: `
NOODLE HOUSE PTE LTD
1 Raffles Place, Singapore 048616
GST Reg No: 201012345K
Date: 14/06/2024 13:02
Laksa              8.50
Teh Tarik          2.50
Subtotal          11.00
Svc Chg 10%        1.10
GST 9%             1.09
Total             13.19
VISA              13.19`,
    expected: {
      total: '13.19',
      currency: 'SGD',
      serviceCharge: '1.10',
      taxTotal: '1.09',
      purchaseDate: '2024-06-14',
    },
  },
  {
    name: 'Thailand: Buddhist era',
    text: `
ร้านอาหาร สบายดี
Sukhumvit Soi 11 Bangkok
TAX ID 0105551234567
ข้าวผัด            80.00
ชาเย็น             35.00
รวมทั้งสิ้น        115.00
เงินสด            120.00
เงินทอน             5.00
วันที่ 12/07/2567 18:30`,
    expected: { total: '115.00', currency: 'THB', purchaseDate: '2024-07-12', changeGiven: '5.00' },
  },
  {
    name: 'Vietnam: dong',
    text: `
QUÁN PHỞ HƯƠNG
12 Hàng Bông, Hà Nội, Việt Nam
Ngày: 25/11/2023 12:15
Phở bò tái        65.000
Trà đá             5.000
Tổng cộng         70.000
Tiền mặt         100.000
Tiền thừa         30.000`,
    expected: { total: '70000', currency: 'VND', purchaseDate: '2023-11-25' },
  },
  {
    name: 'Philippines: VATable sales',
    text: `
JOLLY BAKESHOP
Ayala Ave, Makati City
VAT REG TIN: 123-456-789-000
OR No. 00123456
01/22/2024 10:05 AM
Ensaymada         45.00
Coffee            70.00
TOTAL            115.00
CASH             200.00
CHANGE            85.00
VATable Sales    102.68
VAT 12%           12.32`,
    expected: { total: '115.00', currency: 'PHP', purchaseDate: '2024-01-22', taxTotal: '12.32' },
  },
  {
    name: 'Korea: won',
    text: `
행복식당
서울시 중구 명동 1-2
사업자번호 123-45-67890
2024-02-03 12:44:10
김치찌개        8,000
공기밥          1,000
합계            9,000
부가세            818
신용카드        9,000`,
    expected: { total: '9000', currency: 'KRW', purchaseDate: '2024-02-03', taxTotal: '818' },
  },
  {
    name: 'Australia: ABN and GST inside',
    text: `
^BONDI COFFEE CO
ABN 12 345 678 901
TAX INVOICE
21/09/2023 08:30 AM
Flat White          5.50
Banana Bread        7.00
TOTAL             $12.50
GST INCLUDED       $1.14
EFTPOS            $12.50`,
    expected: {
      merchant: 'BONDI COFFEE CO',
      total: '12.50',
      currency: 'AUD',
      purchaseDate: '2023-09-21',
      taxTotal: '1.14',
    },
  },
  {
    name: 'South Africa: rand',
    text: `
BRAAI & CO (PTY) LTD
VAT NO 4123456789
Sandton, Johannesburg
2023/12/24 17:40
Boerewors Roll      R 65.00
Castle Lager        R 38.00
TOTAL               R103.00
VAT 15% INCL         R13.43
CARD                R103.00`,
    expected: { total: '103.00', currency: 'ZAR', purchaseDate: '2023-12-24', taxTotal: '13.43' },
  },
  {
    name: 'United Arab Emirates: dirham',
    text: `
AL NOOR CAFETERIA LLC
Al Wahda Road, Dubai, UAE
TRN 100123456700003
Date: 05/11/2023 22:10
Shawarma Plate       25.00
Fresh Juice          15.00
Total Excl VAT       38.10
VAT 5%                1.90
Total Amount AED     40.00
Cash                 50.00
Change               10.00`,
    expected: { total: '40.00', currency: 'AED', purchaseDate: '2023-11-05', taxTotal: '1.90' },
  },
  {
    name: 'Kuwait: three decimals',
    text: `
SALMIYA GROCERY
Kuwait
12/03/2024 19:44
LABAN UP         0.350
BREAD            0.150
CHEESE           1.275
TOTAL KD         1.775
CASH             2.000
CHANGE           0.225`,
    expected: { total: '1.775', currency: 'KWD', purchaseDate: '2024-03-12' },
  },
  {
    name: 'Turkey: KDV',
    text: `
YILDIZ MARKET
Atatürk Cad. No:5 İstanbul
Vergi No: 1234567890
TARİH: 14.05.2024   SAAT: 11:20
FİŞ NO: 0042
EKMEK %1            *10,00
SÜT %10             *32,50
TOPKDV               *3,05
TOPLAM              *42,50
NAKİT               *50,00
PARA ÜSTÜ            *7,50`,
    expected: { total: '42.50', currency: 'TRY', purchaseDate: '2024-05-14', taxTotal: '3.05' },
  },
  {
    name: 'Latvia: samaksai',
    text: `
SIA MAIZNĪCA
Brīvības iela 10, Rīga
PVN reg.Nr. LV40001234567
Čeks 221
Rupjmaize              2,15
Piens                  1,29
KOPĀ                   3,44
Bankas karte           3,44
PVN 21%  Bez PVN 2,84  PVN 0,60
2023-08-30 14:01`,
    expected: { total: '3.44', currency: 'EUR', purchaseDate: '2023-08-30', taxTotal: '0.60' },
  },
  {
    name: 'Estonia',
    text: `
KOHVIK VALGE OÜ
Pikk 3, Tallinn
KMKR nr EE123456789
Kohv               3,20
Kook               4,50
KOKKU              7,70
Kaardimakse        7,70
Käibemaks 22%      1,39
11.04.2024 15:09`,
    expected: { total: '7.70', currency: 'EUR', purchaseDate: '2024-04-11', taxTotal: '1.39' },
  },
  {
    name: 'New Zealand',
    text: `
KIWI DAIRY LTD
12 Queen St, Auckland
GST No: 12-345-678
9/11/2023 4:15 PM
Pie                6.90
Milk 2L            5.60
Total             12.50
Includes GST of    1.63
EFTPOS            12.50`,
    expected: { total: '12.50', currency: 'NZD', purchaseDate: '2023-11-09', taxTotal: '1.63' },
  },
  {
    name: 'Norway: MVA',
    text: `
FJELLHEIM KAFE AS
Torggata 2, 0181 Oslo
Org.nr 912 345 678 MVA
Dato: 02.06.2024 13:30
Vaffel              49,00
Kaffe               35,00
Sum                 84,00
Herav MVA 15%       10,96
BankAxept           84,00`,
    expected: {
      merchant: 'FJELLHEIM KAFE AS',
      total: '84.00',
      currency: 'NOK',
      purchaseDate: '2024-06-02',
      taxTotal: '10.96',
    },
  },
  {
    name: 'United States: tip on a card slip',
    text: `
BLUE OAK GRILL
1450 Market St
San Francisco, CA 94103
Server: Anna   Table 12
Date: 11/02/23   7:45 PM
Amount            54.20
Tip               10.00
Total             64.20
VISA XXXXXXXXXXXX9911
Approval Code: 012345`,
    expected: {
      total: '64.20',
      tip: '10.00',
      currency: 'USD',
      purchaseDate: '2023-11-02',
      merchant: 'BLUE OAK GRILL',
    },
  },
  {
    name: 'Greece',
    text: `
ΤΑΒΕΡΝΑ ΘΑΛΑΣΣΑ
ΑΦΜ 123456789
ΜΟΥΣΑΚΑΣ         9,50
ΣΑΛΑΤΑ           6,00
ΣΥΝΟΛΟ          15,50
ΜΕΤΡΗΤΑ         20,00
ΡΕΣΤΑ            4,50
14/08/2023 21:22`,
    expected: { total: '15.50', currency: 'EUR', purchaseDate: '2023-08-14', changeGiven: '4.50' },
  },
  {
    name: 'China: yuan',
    text: `
老街面馆
上海市南京路10号
2024-03-02 12:31
牛肉面      28.00
酸梅汤       8.00
合计        36.00
实付        36.00
微信支付    36.00`,
    expected: { total: '36.00', currency: 'CNY', purchaseDate: '2024-03-02' },
  },
  {
    name: 'Ireland',
    text: `
O'BRIEN'S PHARMACY LTD
5 Patrick Street, Cork, Ireland
VAT No IE1234567A
PARACETAMOL         2.49
SUN CREAM          14.95
TOTAL              €17.44
CASH               €20.00
CHANGE              €2.56
13-06-23 11:54`,
    expected: { total: '17.44', currency: 'EUR', purchaseDate: '2023-06-13', changeGiven: '2.56' },
  },
  {
    name: 'Argentina',
    text: `
CAFE PORTENO S.A.
CUIT: 30-12345678-9
Av. Corrientes 1234 - Buenos Aires
Fecha 18/05/2023  Hora 10:40
2 Cafe cortado         1.400,00
3 Medialunas             900,00
TOTAL                  2.300,00
Efectivo               2.500,00
Su vuelto                200,00`,
    expected: { total: '2300.00', currency: 'ARS', purchaseDate: '2023-05-18', changeGiven: '200.00' },
  },
  {
    name: 'Chile: pesos without decimals',
    text: `
MINIMARKET LOS ANDES
RUT: 76.123.456-7
BOLETA ELECTRONICA N 55231
Santiago, Chile
Pan amasado          1.200
Bebida 1.5L          1.890
TOTAL                3.090
EFECTIVO             5.000
VUELTO               1.910
27/01/2024 19:12`,
    expected: { total: '3090', currency: 'CLP', purchaseDate: '2024-01-27' },
  },
  {
    name: 'United States: refund',
    text: `
HOME GOODS DEPOT
1200 Elm St, Dallas, TX 75201
REFUND
05/14/2024 03:12 PM
CORDLESS DRILL       -89.00
SUBTOTAL             -89.00
SALES TAX             -7.34
TOTAL                -96.34
VISA                 -96.34`,
    expected: { total: '-96.34', currency: 'USD', documentType: 'refund', purchaseDate: '2024-05-14' },
  },
  {
    name: 'sandwich shop with eat-in total',
    text: `
SUBWAY#28342-0 Phone 510-555-0188
3120 TELEGRAPH AVE
OAKLAND, CA, 94609
Served by: 4 5/18/2014 7:36:11 PM
Term ID-Trans# 1/A-140632
Qty Size Item          Price
1   6"   Turkey Sub     4.25
1        Cookie         0.60
Sub Total               4.85
Sales Tax (9%)          0.44
Total (Eat In)          5.29
Cash                   10.00
Change                  4.71`,
    expected: {
      total: '5.29',
      taxTotal: '0.44',
      currency: 'USD',
      purchaseDate: '2014-05-18',
      items: ['4.25', '0.60'],
      changeGiven: '4.71',
    },
  },
  {
    name: 'restaurant check with glued words',
    text: `
GOLDENDRAGONRESTAURANT
833WASHINGTONST
SANFRANCISCO,CA94108
Tel:(415)555-0100
Table#12 Guests:4
09/23/2016 07:15PM
2 HOTTEA           3.00
1 MONGOLIANBEEF   13.95
1 FRIEDRICE       10.50
SUBTOTAL:         27.45
TAX:               2.33
TOTALDUE:        $29.78
SUGGESTEDTIP
15%=4.12
18%=4.94
20%=5.49
THANKYOU!`,
    expected: {
      merchant: 'GOLDENDRAGONRESTAURANT',
      total: '29.78',
      subtotal: '27.45',
      taxTotal: '2.33',
      currency: 'USD',
      purchaseDate: '2016-09-23',
      items: ['3.00', '13.95', '10.50'],
    },
  },
  {
    name: 'supermarket with savings and tax letters',
    text: `
SAFEWAY
Store 1234 Dir Mike Jones
Main: (650) 555-0133
GROCERY
LUCERNE MILK GAL        3.49 S
CARD SAVINGS            0.50-
BREAD WHEAT             2.99 S
  REGULAR PRICE   3.99
TAX                     0.00
**** BALANCE            5.98
CREDIT CARD             5.98
CHANGE                  0.00
12/02/15 18:04 1234 06 0099
YOUR SAVINGS TODAY      0.50`,
    expected: { merchant: 'SAFEWAY', total: '5.98', currency: 'USD', purchaseDate: '2015-12-02' },
  },
  {
    name: 'petrol station in Britain',
    text: `
SHELL HARTFIELD
LONDON ROAD
TN7 4DJ
VAT NO. 235 7632 55
PUMP 4 UNLEADED
32.51 Litres @ 1.459 GBP/L
                     £47.43
TOTAL                £47.43
VISA DEBIT           £47.43
VAT 20.00%            £7.91
NET                  £39.52
26/11/2019 08:12`,
    expected: { total: '47.43', taxTotal: '7.91', currency: 'GBP', purchaseDate: '2019-11-26' },
  },
  {
    name: 'taxi in Singapore',
    text: `
COMFORT TRANSPORTATION PTE LTD
SHC 1234X
TRIP NO 0812153344
START 12/08/2019 15:33
END   12/08/2019 15:52
DISTANCE RUN 12.3 KM
METERED FARE   $ 14.40
ERP            $  2.00
TOTAL FARE     $ 16.40`,
    expected: { total: '16.40', currency: 'SGD', purchaseDate: '2019-08-12' },
  },
  {
    name: 'hotel folio',
    text: `
GRAND VIEW HOTEL
25 Harbour Street
Sydney NSW 2000
ABN 98 765 432 109
Arrival 03/05/2023   Departure 05/05/2023
Tax Invoice Date: 05/05/2023
Accommodation      220.00
Accommodation      220.00
Breakfast           35.00
Total             $475.00
GST included       $43.18
Visa              $475.00
Balance due         $0.00`,
    expected: {
      merchant: 'GRAND VIEW HOTEL',
      total: '475.00',
      taxTotal: '43.18',
      currency: 'AUD',
      purchaseDate: '2023-05-05',
    },
  },
  {
    name: 'parking ticket',
    text: `
APCOA PARKING Deutschland GmbH
Parkhaus Dom
Einfahrt: 12.03.2022 09:14
Ausfahrt: 12.03.2022 11:40
Parkgebühr         6,00 EUR
inkl. 19% MwSt     0,96 EUR
Bezahlt Girocard   6,00 EUR`,
    expected: { total: '6.00', taxTotal: '0.96', currency: 'EUR', purchaseDate: '2022-03-12' },
  },
  {
    name: 'pharmacy, French numbers and month in words',
    text: `
PHARMACIE DU MARCHE
SELARL Dupont
12 place du Marché 31000 TOULOUSE
le 3 février 2024 à 17h05
DOLIPRANE 1000MG      2,18
SIROP TOUX            6,90
TOTAL A PAYER         9,08 €
Especes              10,00 €
Rendu                 0,92 €`,
    expected: { total: '9.08', currency: 'EUR', purchaseDate: '2024-02-03', changeGiven: '0.92' },
  },
  {
    name: 'discounted clothes, negative lines',
    text: `
MODEHAUS BERGER KG
Marktplatz 2
86150 Augsburg
Hemd weiss           39,95
Rabatt 20%           -7,99
Socken 3er Pack       9,95
Summe EUR            41,91
EC-Karte             41,91
enth. MwSt 19%        6,69
Datum 17.08.2023 16:22`,
    expected: {
      total: '41.91',
      taxTotal: '6.69',
      currency: 'EUR',
      purchaseDate: '2023-08-17',
      merchant: 'MODEHAUS BERGER KG',
    },
  },
  {
    name: 'total printed above the items sum, tip added by hand on the slip',
    text: `
CASA MAYA
MEXICAN GRILL
2211 N Lamar Blvd
Austin, TX 78705
Check: 4410     Server: Luz
03/30/19 8:02 PM
2 Margarita        18.00
1 Fajitas          16.50
Food & Bev         34.50
Tax                 2.85
Amount Due         37.35`,
    expected: { total: '37.35', taxTotal: '2.85', currency: 'USD', purchaseDate: '2019-03-30' },
  },
  {
    name: 'Hong Kong cafe, whole dollars',
    text: `
TSUI WAH LANE CAFE
15 Wellington Street, Central
HONG KONG
Date: 2019-07-21 13:40
Milk Tea           HK$22.0
Pork Chop Rice     HK$58.0
Sub Total          HK$80.0
Service 10%         HK$8.0
TOTAL              HK$88.0
CASH              HK$100.0
CHANGE             HK$12.0`,
    expected: { total: '88.00', currency: 'HKD', purchaseDate: '2019-07-21' },
  },
  {
    name: 'Dutch supermarket with bonus',
    text: `
Albert Heijn
Filiaal 1095
Nieuwezijds Voorburgwal 226
1012 RR Amsterdam
020-4218344
AANTAL OMSCHRIJVING     PRIJS  BEDRAG
1      AH HALFVOLLE MELK        1,05
2      BROOD             1,89   3,78
BONUS  AHMELK                  -0,20
1      SUBTOTAAL                4,63
UW VOORDEEL                     0,20
TOTAAL                          4,63
PINNEN                          4,63
BTW      OVER    EUR
9%       4,25    0,38
19:32    12-6-2023`,
    expected: {
      merchant: 'Albert Heijn',
      total: '4.63',
      taxTotal: '0.38',
      currency: 'EUR',
      purchaseDate: '2023-06-12',
    },
  },
  {
    name: 'Indonesian minimarket, harga jual',
    text: `
INDOMARET
JL. RAYA BOGOR KM 22
PT INDOMARCO PRISMATAMA
NPWP: 01.337.994.6-092.000
12.08.22-18:40/2.1.30/TSTI-33/LIA/01
AQUA 600ML     2   3500      7,000
INDOMIE GRG    3   3000      9,000
HARGA JUAL  :               16,000
TOTAL       :               16,000
TUNAI       :               20,000
KEMBALI     :                4,000
PPN   :        1,586`,
    expected: { total: '16000', currency: 'IDR', purchaseDate: '2022-08-12', changeGiven: '4000' },
  },
  {
    name: 'Costa Rica style dates and colones stay away from pesos',
    text: `
SODA TIPICA LA FLOR
Cedula 3-101-123456
San Jose, Costa Rica
Fecha: 07/11/2023 12:31
Casado con pollo     4,500.00
Fresco natural       1,200.00
SUBTOTAL             5,700.00
SERVICIO 10%           570.00
TOTAL              ¢ 6,270.00`,
    expected: { total: '6270.00', currency: 'CRC', purchaseDate: '2023-11-07' },
  },
  {
    name: 'Lithuanian shop',
    text: `
UAB MAXIMA LT
Naugarduko g. 84, Vilnius
PVM mokėtojo kodas LT230335113
Kvitas 12/331
Duona             1,09 A
Pienas 1l         1,19 A
Mokėti            2,28
Banko kortelė     2,28
PVM A 21,00%      0,40
Be PVM            1,88
2023-10-02 18:22`,
    expected: { total: '2.28', taxTotal: '0.40', currency: 'EUR', purchaseDate: '2023-10-02' },
  },
  {
    name: 'Canadian French and English taxes',
    text: `
RESTAURANT CHEZ LOUIS
1050 rue Sherbrooke, Montréal QC H3A 2R6
2023-05-12 19:02
1 Poutine          12.50
1 Bière             7.25
Sous-total         19.75
TPS 5%              0.99
TVQ 9.975%          1.97
TOTAL              22.71
Visa               22.71`,
    expected: {
      total: '22.71',
      taxTotal: '2.96',
      currency: 'CAD',
      purchaseDate: '2023-05-12',
      subtotal: '19.75',
    },
  },
  {
    name: 'Polish receipt with glued prices',
    text: `
JERONIMO MARTINS POLSKA S.A.
Sklep 1234 ul. Lipowa 3 Poznań
NIP 7791011327
2023-11-18   nr wydr.123456
PARAGON FISKALNY
BUŁKA KAJZERKA   C  4 x0,59    2,36
SER GOUDA        C  1 x8,99    8,99
OPUST                         -1,00
Sprzed. opod. PTU C           10,35
Kwota C 05,00%                 0,49
Podatek PTU                    0,49
SUMA PLN                      10,35
Karta                         10,35`,
    expected: { total: '10.35', taxTotal: '0.49', currency: 'PLN', purchaseDate: '2023-11-18' },
  },
  {
    name: 'convenience store, amounts in the row below their names',
    text: `
7-ELEVEN
STORE 2411
MANILA PHILIPPINES
VAT REG TIN 000-388-771-000
08/14/2022 22:01
GULP 22OZ
1 x 35.00            35.00V
HOTDOG BIG BITE
2 x 49.00            98.00V
Total               133.00
Cash                200.00
Change               67.00`,
    expected: {
      total: '133.00',
      currency: 'PHP',
      purchaseDate: '2022-08-14',
      items: ['35.00', '98.00'],
      merchant: '7-ELEVEN',
    },
  },
]
