import type { Extraction } from '../../src/core/extraction.ts'

type Expected = Partial<Omit<Extraction, 'items'>> & { items?: string[] }

/** Receipts written from knowledge of how shops of many countries print theirs; no real ones. */
export const worldReceipts: { name: string; text: string; expected: Expected }[] = [
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
]
