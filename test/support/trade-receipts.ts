import type { WrittenReceipt } from './world-receipts.ts'

/**
 * Receipts by trade: card slips, tips, fuel, hotels, parking, taxis, tickets, invoices, refunds. Written from
 * knowledge of how such receipts look, and counted once before the reader was changed for them; no real ones.
 */
export const tradeReceipts: WrittenReceipt[] = [
  {
    name: 'US diner: suggested tips are not the total',
    text: `
^Blue Plate Diner
4210 S Congress Ave
Austin, TX 78745
(512) 555-0133

Server: Kelsey          Station: 4
Order #: 88213        Dine In
Table: 12             Guests: 2
2 Iced Tea                   5.98
1 Chicken Fried Steak       15.49
1 Cobb Salad                13.25
SUB TOTAL:                  34.72
Sales Tax                    2.86
TOTAL:                     $37.58

Suggested Gratuity
18% = $6.25   20% = $6.94   22% = $7.64
>> Ticket #: 41 <<
5/9/2023 1:14:22 PM
THANK YOU`,
    expected: {
      merchant: 'Blue Plate Diner',
      total: '37.58',
      subtotal: '34.72',
      taxTotal: '2.86',
      currency: 'USD',
      purchaseDate: '2023-05-09',
      items: ['5.98', '15.49', '13.25'],
    },
  },
  {
    name: 'US restaurant slip with tip and total written in',
    text: `
^RUSSO'S TRATTORIA
118 Hanover St
Boston, MA 02113
617-555-0144
Date: Oct 14 '22 08:47PM
Card Type: Visa
Acct #: XXXXXXXXXXXX7719
Auth Code: 04417C
Check: 3307
Server: 21 Dante
Subtotal:        86.40
Tip:    17.00
Total:   103.40
I agree to pay the above total
according to my card issuer agreement.
Customer Copy`,
    expected: {
      merchant: "RUSSO'S TRATTORIA",
      total: '103.40',
      tip: '17.00',
      currency: 'USD',
      purchaseDate: '2022-10-14',
    },
  },
  {
    name: 'US slip with empty tip and total lines',
    text: `
^THE OYSTER ROOM
900 Market St
Philadelphia PA 19107
Merchant ID: ****1022
Sale
XXXXXXXXXXXX4410
VISA             Entry Method: Chip
Amount:        $       64.18
Tip:              ____________
Total:            ____________
08/21/19          19:52:11
Inv #: 000017      Appr Code: 02153D
Apprvd: Online
Customer Copy
THANK YOU`,
    expected: {
      merchant: 'THE OYSTER ROOM',
      total: '64.18',
      currency: 'USD',
      purchaseDate: '2019-08-21',
      tip: null,
    },
  },
  {
    name: 'US fuel: gallons and price per gallon',
    text: `
^Marathon
EASTGATE MARATHON
5501 E 38TH ST
INDIANAPOLIS IN
46218
06/11/2021   07:22:13 AM
PUMP# 06
REGULAR            11.482G
PRICE/GAL          $3.099

FUEL TOTAL      $  35.58
DEBIT           $  35.58
XXXX XXXX XXXX 9921
Auth #: 118823`,
    expected: { total: '35.58', currency: 'USD', purchaseDate: '2021-06-11' },
  },
  {
    name: 'US supermarket: savings, card balance, items sold, return-by date',
    text: `
^GIANT EAGLE
Store 4098   412-555-0198
4250 Murray Ave Pittsburgh PA 15217
GE 2% MILK GAL           3.79 F
BANANAS
 2.31 lb @ .59 /lb       1.36 F
CHEERIOS 12OZ            4.49 F
   SAVINGS               1.00-F
PAPER TOWELS             6.99 T
TAX                      0.49
**** BALANCE            16.12
VISA TENDER             16.12
CHANGE                   0.00
TOTAL NUMBER OF ITEMS SOLD =  4
YOU SAVED                1.00
03/02/22  05:41pm 4098 7 113 88
RETURN BY 05/31/22`,
    expected: {
      merchant: 'GIANT EAGLE',
      total: '16.12',
      taxTotal: '0.49',
      currency: 'USD',
      purchaseDate: '2022-03-02',
    },
  },
  {
    name: 'US hardware store: two tax lines and a cash-back coupon',
    text: `
^MENARDS
MENARDS - DULUTH
4501 W Haines Rd
Hermantown, MN 55811
KEEP YOUR RECEIPT
RETURN POLICY VARIES BY PRODUCT TYPE
Sale Transaction
2X4-8' STUD
1021101     4 @3.49        13.96
WOOD SCREWS 1LB
2290011                     8.99
TOTAL                      22.95
TAX DULUTH-MN 8.875%        2.04
TOTAL SALE                 24.99
VISA CREDIT 1182           24.99
TOTAL NUMBER OF ITEMS =   5
THE FOLLOWING REBATE RECEIPTS WERE
PRINTED FOR THIS TRANSACTION:
GUEST COPY
09/17/20  10:22AM 3044`,
    expected: {
      merchant: 'MENARDS',
      total: '24.99',
      taxTotal: '2.04',
      currency: 'USD',
      purchaseDate: '2020-09-17',
    },
  },
  {
    name: 'US cafe tablet receipt with tip',
    text: `
^Lantern Coffee
Lantern Coffee
1 Mission St
San Francisco, CA 94105
Jan 6, 2024 at 9:17 AM
Latte (Oat)               $5.75
Almond Croissant          $4.95
Subtotal                 $10.70
Tax                       $0.92
Tip                       $2.00
Total                    $13.62
Mastercard 8831 (Tap)    $13.62
Receipt 4kQz`,
    expected: {
      merchant: 'Lantern Coffee',
      total: '13.62',
      taxTotal: '0.92',
      tip: '2.00',
      currency: 'USD',
      purchaseDate: '2024-01-06',
      items: ['5.75', '4.95'],
    },
  },
  {
    name: 'US cash sale: paid by cash and change, total printed as Amount Due',
    text: `
THE POTTERS WHEEL
7 Elm Street, Brattleboro VT
Dec 18, 2018 4:05 pm
Clerk 02  Trans 11873
MUG BLUE              18.00
BOWL SM               24.00
Merchandise           42.00
Tax 1                  2.52
Amount Due            44.52
Cash                  50.00
Change Due             5.48
All sales final`,
    expected: {
      merchant: 'THE POTTERS WHEEL',
      total: '44.52',
      cashGiven: '50.00',
      changeGiven: '5.48',
      currency: 'USD',
      purchaseDate: '2018-12-18',
    },
  },
  {
    name: 'US hotel folio with nightly lines and a zero balance',
    text: `
^HARBOR VIEW INN
1200 Ocean Blvd, Portland, ME 04101
Guest: A. Reader            Room 312
Arrival: 07/03/2022   Departure: 07/05/2022
Date       Description        Charges   Payments
07/03/22   Room Charge         149.00
07/03/22   Lodging Tax          13.41
07/04/22   Room Charge         149.00
07/04/22   Lodging Tax          13.41
07/05/22   Visa ****1234                324.82
           Total Charges       324.82
           Total Payments      324.82
           Balance               0.00`,
    expected: { merchant: 'HARBOR VIEW INN', total: '324.82', currency: 'USD' },
  },
  {
    name: 'Canadian grocer, French, taxes and a rounding of cash',
    text: `
^IGA EXTRA
Marché Lavoie inc.
225 boul. Laurier, Québec QC
TPS 123456789RT0001
TVQ 1012345678TQ0001
LAIT 2L               4,29
PAIN BLE              3,49
SAVON      FP         5,99
SOUS-TOTAL           13,77
TPS                   0,30
TVQ                   0,60
TOTAL                14,67
ARRONDI              -0,02
COMPTANT             20,00
MONNAIE               5,35
2022/11/08 17:20`,
    expected: {
      merchant: 'IGA EXTRA',
      taxTotal: '0.90',
      currency: 'CAD',
      purchaseDate: '2022-11-08',
      total: '14.67',
    },
  },
  {
    name: 'Canadian coffee shop with HST',
    text: `
^TIM HORTONS
#2217 - 1500 Bank St
Ottawa, ON K1H 7Z2
HST # 812345678RT
Take Out
1 Med Double Double       1.83
1 Bagel w/ Cream Cheese   3.29
Subtotal                  5.12
HST 13%                   0.67
Total                     5.79
Debit                     5.79
04/22/2023 8:02:33 AM`,
    expected: {
      merchant: 'TIM HORTONS',
      total: '5.79',
      taxTotal: '0.67',
      currency: 'CAD',
      purchaseDate: '2023-04-22',
    },
  },
  {
    name: 'German card slip of a terminal',
    text: `
Kundenbeleg
Blumen Weber
Marktplatz 3
72070 Tuebingen
Terminal-ID:       54002311
TA-Nr. 002817  BNr. 0411
Kartenzahlung
girocard
EUR 34,90
Kontaktlos
PAN ############2215
Datum 14.02.2025 Uhrzeit 11:06
Genehmigungs-Nr. 551201
*** Zahlung erfolgt ***
BITTE BELEG AUFBEWAHREN`,
    expected: { merchant: 'Blumen Weber', total: '34.90', currency: 'EUR', purchaseDate: '2025-02-14' },
  },
  {
    name: 'German drugstore: savings, card data, tax table with letters',
    text: `
^dm-drogerie markt
Königstraße 12
70173 Stuttgart
0711 5550123
12.09.2023    17:03   2331/4  455121/2  7810
TREUEPUNKTE COUPON           -1,00  1
SHAMPOO 250ML                 2,95  1
ZAHNPASTA       2x 0,95       1,90  1
WINDELN GR4                   9,45  1
ZWISCHENSUMME                13,30
SUMME EUR                    13,30
EC-Cash EUR                 -13,30
MWST-SATZ   BRUTTO   NETTO   MWST
1=19,00%     13,30   11,18   2,12
STEUER-NR. 35009/04211
-- Kartenzahlung --
Betrag                   13,30 EUR
PAYBACK Punkte 13`,
    expected: {
      merchant: 'dm-drogerie markt',
      total: '13.30',
      taxTotal: '2.12',
      currency: 'EUR',
      purchaseDate: '2023-09-12',
    },
  },
  {
    name: 'German supermarket, deposit, weighed goods and PIN slip',
    text: `
^EDEKA
EDEKA Sommer
Bahnhofstr. 40
79098 Freiburg
UID Nr.: DE811223344
                         EUR
AEPFEL BRAEBURN         1,87 B
   0,938 kg x   1,99 EUR/kg
MINERALWASSER           3,54 A
   6 Stk x   0,59
PFAND 0,25              1,50 A*
   6 Stk x   0,25
JOGHURT                 0,89 B
----------------------------
SUMME           EUR     7,80
============================
Geg. EC-Cash    EUR     7,80
Steuer  %     Netto   Steuer   Brutto
A= 19,0%      4,24     0,80     5,04
B=  7,0%      2,58     0,18     2,76
Gesamtbetrag  6,82     0,98     7,80
TSE-Signatur: kx8Zq2
03.07.2024  18:33  Bon-Nr.:2217
Markt:0441 Kasse:3 Bed.:212121
Heute haben Sie 7 Punkte gesammelt.`,
    expected: {
      total: '7.80',
      taxTotal: '0.98',
      currency: 'EUR',
      purchaseDate: '2024-07-03',
      items: ['1.87', '3.54', '1.50', '0.89'],
    },
  },
  {
    name: 'Austrian bakery: cash, rounded numbers and a signature block',
    text: `
^Bäckerei Gruber GmbH
Landstraße 8, 4020 Linz
ATU12345678
Re-Nr: 55102  Kassa 01
2x Kornspitz         a 1,20   2,40 10%
1 Topfengolatsche             2,70 10%
1 Verlängerter                3,60 20%
Summe EUR                     8,70
Bar                          10,00
Rückgeld                      1,30
10% von 5,10                  0,46
20% von 3,60                  0,60
Es bediente Sie: Eva
2024-05-21T07:41:09`,
    expected: {
      merchant: 'Bäckerei Gruber GmbH',
      total: '8.70',
      taxTotal: '1.06',
      currency: 'EUR',
      purchaseDate: '2024-05-21',
    },
  },
  {
    name: 'Swiss supermarket, Cumulus points',
    text: `
^MIGROS
Genossenschaft Migros Aare
M Westside Bern
                 CHF
Vollmilch 1l     1.75
Ruchbrot         2.30
Gala Apfel       3.95
TOTAL     CHF    8.00
TWINT            8.00
Gespeicherte Cumulus Punkte    8
CHE-116.322.791 MWST
MWST  Total  MWST-Betrag
2.6%   8.00   0.20
19.10.2024 11:52`,
    expected: {
      merchant: 'MIGROS',
      total: '8.00',
      taxTotal: '0.20',
      currency: 'CHF',
      purchaseDate: '2024-10-19',
    },
  },
  {
    name: 'French supermarket: eligible amounts, card block above the total of TVA',
    text: `
^CARREFOUR CITY
18 AV JEAN JAURES
31000 TOULOUSE
TEL 05 61 00 00 00
LAIT DEMI ECREME        1,15
2 X 0,89  YAOURT        1,78
CAFE MOULU              3,49
REMISE IMMEDIATE       -0,50
   4 ARTICLES
TOTAL A PAYER           5,92 EUR
CB SANS CONTACT         5,92 EUR
TVA   Taux   HT    TVA   TTC
 1   5,50   5,61  0,31  5,92
Dont titres restaurant : 5,92
Vous avez cumule 0,12 EUR de fidelite
05/02/2024 19:44 0041 003 1022 Bonjour`,
    expected: {
      merchant: 'CARREFOUR CITY',
      total: '5.92',
      taxTotal: '0.31',
      currency: 'EUR',
      purchaseDate: '2024-02-05',
      discountTotal: '0.50',
    },
  },
  {
    name: 'French card slip',
    text: `
CARTE BANCAIRE
SANS CONTACT
A0000000421010
CB
le 23/06/23 a 12:58:10
AU BON COIN
35000 RENNES
30004
1234567
************4417
1DF3A0BC22
MONTANT =
      27,50 EUR
DEBIT
TICKET CLIENT
A CONSERVER`,
    expected: { merchant: 'AU BON COIN', total: '27.50', currency: 'EUR', purchaseDate: '2023-06-23' },
  },
  {
    name: 'Italian bar, document in two columns, cash',
    text: `
CAFFE' MAZZINI SRL
VIA MAZZINI 21
20123 MILANO (MI)
P.IVA 01234567890
DOCUMENTO COMMERCIALE
di vendita o prestazione
DESCRIZIONE     IVA   Prezzo(€)
CAFFE'          10%      1,30
BRIOCHE         10%      1,50
TOTALE COMPLESSIVO       2,80
di cui IVA               0,25
Pagamento contante       5,00
Pagamento elettronico    0,00
Non riscosso             0,00
Resto                    2,20
Importo pagato           2,80
14-03-2024 08:12
DOCUMENTO N. 0412-0019
RT 88MKF002211`,
    expected: {
      merchant: "CAFFE' MAZZINI SRL",
      total: '2.80',
      taxTotal: '0.25',
      currency: 'EUR',
      purchaseDate: '2024-03-14',
    },
  },
  {
    name: 'Spanish supermarket with change and IVA table',
    text: `
^MERCADONA, S.A.
A-46103834
C/ SAN VICENTE 10
46002 VALENCIA
TELEFONO: 960000000
11/10/2023 20:01   OP: 112233
FACTURA SIMPLIFICADA: 2217-014-665544
Descripción      P. Unit  Importe
1 PAN MOLDE                 1,35
2 LECHE ENTERA      0,93    1,86
1 PLATANO
  0,822 kg  1,99 €/kg       1,64
TOTAL (€)                   4,85
TARJETA BANCARIA            4,85
IVA   BASE IMPONIBLE (€)  CUOTA (€)
0%        1,86              0,00
4%        2,87              0,12
TOTAL     4,73              0,12
TARJ. BANCARIA: **** **** **** 1020
SE ADMITEN DEVOLUCIONES CON TICKET`,
    expected: { total: '4.85', taxTotal: '0.12', currency: 'EUR', purchaseDate: '2023-10-11' },
  },
  {
    name: 'Portuguese restaurant, numbers with euro sign behind',
    text: `
^Tasca do Zé
Rua da Prata, 88 - Lisboa
NIF: 501234567
Fatura-Recibo FR 2024/1182
Data: 2024-03-30 13:55
Bacalhau à Brás      9,50€
Vinho da casa        3,00€
Café                 0,90€
Total               13,40€
Multibanco          13,40€
Taxa  Incidência  IVA
13%     11,06    1,44
23%      0,73    0,17
Processado por programa certificado n. 1234/AT`,
    expected: {
      merchant: 'Tasca do Zé',
      total: '13.40',
      taxTotal: '1.61',
      currency: 'EUR',
      purchaseDate: '2024-03-30',
    },
  },
  {
    name: 'Latvian supermarket, discounts and card slip',
    text: `
^MAXIMA
MAXIMA Latvija SIA
"Abras", Krustkalni, Kekavas pag.
PVN reg. Nr. LV40003520643
Veikals Riga, Brivibas iela 78
Ceks 113/22
PIENS 2,5% 1L
1,09 X 2 gab          2,18 A
  Atlaide            -0,30
  Gala cena           1,88
RUPJMAIZE             1,45 A
Kopā:                 3,33
Samaksai EUR          3,33
Bankas karte          3,33
PVN A=21,00%  0,58   Bez PVN  2,75
2023-08-09   16:20:11`,
    expected: { total: '3.33', taxTotal: '0.58', currency: 'EUR', purchaseDate: '2023-08-09' },
  },
  {
    name: 'Latvian cafe, day first with dots',
    text: `
SIA "Kafijas Stunda"
Reg.Nr. 40103123456
Terbatas iela 2, Riga, LV-1011
Kases ceks Nr. 00451
Kafija latte      1   3,20
Kruasans          1   2,40
KOPA APMAKSAI EUR     5,60
Skaidra nauda        10,00
Atlikums              4,40
PVN 21%               0,97
12.05.2024  09:33`,
    expected: {
      total: '5.60',
      taxTotal: '0.97',
      currency: 'EUR',
      purchaseDate: '2024-05-12',
      changeGiven: '4.40',
    },
  },
  {
    name: 'Dutch parking ticket',
    text: `
PARKEERGARAGE CENTRUM
Stationsplein 4
3511 ED Utrecht
BTW nr NL001234567B01
Aankomst   12-04-2024 10:03
Vertrek    12-04-2024 12:41
Parkeerduur   2:38
Bedrag        €  9,60
Waarvan BTW 21%   1,67
PIN           €  9,60
KWITANTIE`,
    expected: { total: '9.60', taxTotal: '1.67', currency: 'EUR', purchaseDate: '2024-04-12' },
  },
  {
    name: 'UK pub with service and card copy',
    text: `
^The Red Lion
14 Bridge Street
Chester CH1 1NG
01244 000000
VAT No 123 4567 89
Table 21       Covers 3
2 Fish & Chips       33.90
1 Vegan Burger       15.50
3 IPA Pint           18.60
Sub Total            68.00
Service Charge 10%    6.80
TOTAL               £74.80
Net     62.33
VAT 20% 12.47
Card                £74.80
Sun 16 Jul 2023 14:02`,
    expected: {
      merchant: 'The Red Lion',
      total: '74.80',
      serviceCharge: '6.80',
      currency: 'GBP',
      purchaseDate: '2023-07-16',
    },
  },
  {
    name: 'UK train ticket receipt',
    text: `
GREATER ANGLIA
Norwich Station
TICKET PURCHASE RECEIPT
Anytime Day Return   1 Adult
From  NORWICH
To    LONDON TERMINALS
Valid on 03-SEP-24
Price                £61.40
VISA
************2043
AMOUNT               £61.40
Date of purchase 03-SEP-24 06:31`,
    expected: { total: '61.40', currency: 'GBP', purchaseDate: '2024-09-03' },
  },
  {
    name: 'Swedish grocer, whole kronor rounding',
    text: `
^ICA NARA
Storgatan 4, 90326 UMEÅ
Org.nr 556677-8899
MELLANMJÖLK 1L        14,90
KNÄCKEBRÖD            23,50
BANAN  0,640kg*24,95   15,97
Rabatt                 -3,00
Totalt              51,37 SEK
Mottaget Kort           51,37
Moms %  Moms  Netto  Brutto
12,00   5,50  45,87   51,37
2024-02-19 18:05  Kassa 3`,
    expected: { total: '51.37', taxTotal: '5.50', currency: 'SEK', purchaseDate: '2024-02-19' },
  },
  {
    name: 'Norwegian kiosk',
    text: `
^NARVESEN
Oslo S
Org.nr 982 333 444 MVA
Salgskvittering 77120
Kaffe stor            39,00
Pølse i brød          45,00
SUM NOK               84,00
Bankaxept             84,00
MVA-grunnlag  MVA%  MVA  Sum
  73,04       15%  10,96 84,00
11.06.2024 07:55`,
    expected: {
      merchant: 'NARVESEN',
      total: '84.00',
      taxTotal: '10.96',
      currency: 'NOK',
      purchaseDate: '2024-06-11',
    },
  },
  {
    name: 'Polish petrol station, fiscal order',
    text: `
ORLEN S.A.
ul. Chemików 7, 09-411 Płock
Stacja paliw nr 1120 Kraków
NIP 774-00-01-454
2024-03-08                  nr:12441
PARAGON FISKALNY
95 EFECTA (A)   31,20l x6,39    199,37A
HOT DOG         1 x9,99           9,99B
SPRZEDAZ OPODATKOWANA A         199,37
PTU A 23%                        37,28
SPRZEDAZ OPODATKOWANA B           9,99
PTU B 8%                          0,74
SUMA PTU                         38,02
SUMA PLN                        209,36
Karta płatnicza                 209,36
#4 Kasjer 0021        14:09`,
    expected: { total: '209.36', taxTotal: '38.02', currency: 'PLN', purchaseDate: '2024-03-08' },
  },
  {
    name: 'Hungarian shop, spaces for thousands',
    text: `
SPAR MAGYARORSZAG KFT.
2060 BICSKE, SPAR UT 1.
SPAR MARKET BUDAPEST
ADOSZAM: 10485824-2-07
--- NYUGTA ---
C00 TEJ 1,5% 1L            459
C00 KENYER FEHER           899
A00 UDITO 2 db x 399       798
RESZOSSZEG               2 156
OSSZESEN:             2 156 Ft
KEREKITES                   -1
KESZPENZ              5 000 Ft
VISSZAJARO            2 845 Ft
NYUGTASZAM: 0811/00042
2024.01.15. 16:42`,
    expected: { currency: 'HUF', purchaseDate: '2024-01-15', total: '2156' },
  },
  {
    name: 'Turkish market',
    text: `
BİM BİRLEŞİK MAĞAZALAR A.Ş.
ANKARA
TARİH : 22/03/2024
SAAT : 18:11
FİŞ NO : 0088
SÜT 1LT           %1     *27,50
EKMEK             %1     *10,00
DETERJAN         %20     *89,90
TOPKDV                   *15,35
TOPLAM                  *127,40
KREDİ KARTI             *127,40`,
    expected: { total: '127.40', taxTotal: '15.35', currency: 'TRY', purchaseDate: '2024-03-22' },
  },
  {
    name: 'Philippine restaurant with senior discount and VATable split',
    text: `
^MANG INASAL
GF SM CITY CEBU
VAT REG TIN: 221-345-678-00012
SI No. 000088112
12/03/2023 12:21 PM
1 PM1 PAA              149.00
1 HALO HALO             99.00
TOTAL                  248.00
CASH                   500.00
CHANGE                 252.00
VATable Sales          221.43
VAT Amount              26.57
VAT-Exempt Sales         0.00
Zero Rated Sales         0.00
THIS SERVES AS YOUR SALES INVOICE`,
    expected: {
      merchant: 'MANG INASAL',
      total: '248.00',
      taxTotal: '26.57',
      currency: 'PHP',
      purchaseDate: '2023-12-03',
    },
  },
  {
    name: 'Indian restaurant with round off',
    text: `
^SAGAR RATNA
Connaught Place, New Delhi
GSTIN: 07AABCS1234K1ZX
Bill No: 2281   Table: 7
Date: 04/11/23 20:14
Masala Dosa     2   180.00   360.00
Filter Coffee   2    60.00   120.00
Sub Total                    480.00
CGST @2.5%                    12.00
SGST @2.5%                    12.00
Round Off                      0.00
Grand Total              Rs. 504.00
FSSAI 10012011000123`,
    expected: {
      merchant: 'SAGAR RATNA',
      total: '504.00',
      taxTotal: '24.00',
      currency: 'INR',
      purchaseDate: '2023-11-04',
    },
  },
  {
    name: 'Indian fuel bill',
    text: `
WELCOME
BHARAT PETROLEUM
SHREE AUTO SERVICE
PUNE
Receipt No. : 44120
DATE : 17-08-2023  TIME : 09:12
PRODUCT : PETROL
RATE/LTR : Rs 106.17
VOLUME : 18.84 LTR
AMOUNT : Rs 2000.24
VEH NO : NOT ENTERED
THANK YOU VISIT AGAIN`,
    expected: { total: '2000.24', currency: 'INR', purchaseDate: '2023-08-17' },
  },
  {
    name: 'Indonesian restaurant with service and PB1',
    text: `
^BEBEK GORENG HARISSA
Jl. Margonda Raya 12, Depok
0813 0000 0000
#112    21-09-2022 19:40
2  Bebek Goreng      70.000
2  Nasi Putih        14.000
1  Es Teh Manis       6.000
Subtotal             90.000
Service 5%            4.500
PB1 10%               9.450
Total               103.950
Cash                105.000
Kembali               1.050`,
    expected: {
      merchant: 'BEBEK GORENG HARISSA',
      total: '103950',
      taxTotal: '9450',
      currency: 'IDR',
      purchaseDate: '2022-09-21',
    },
  },
  {
    name: 'Malaysian mart with SST, rounding and cash',
    text: `
PASARAYA MAJU JAYA SDN. BHD.
(778812-K)
NO. 2 & 4, JALAN SETIA 1/1
TAMAN SETIA, 81100 JOHOR BAHRU
TAX INVOICE
INVOICE NO : 22-118822
DATE : 07/02/2018 10:03 AM
8801234567890
MAGGI KARI 5S       2 X 4.60       9.20
MINYAK SAJI 1KG     1 X 2.52       2.52
TOTAL QTY : 3
TOTAL SALES (EXCL GST)    11.06
GST                        0.66
TOTAL SALES (INCL GST)    11.72
ROUNDING ADJ               -0.02
NETT TOTAL                11.70
CASH                      20.00
CHANGE                     8.30
GST SUMMARY  AMOUNT(RM)  TAX(RM)
SR @ 6%         11.06      0.66`,
    expected: {
      merchant: 'PASARAYA MAJU JAYA SDN. BHD.',
      total: '11.70',
      taxTotal: '0.66',
      currency: 'MYR',
      purchaseDate: '2018-02-07',
    },
  },
  {
    name: 'Malaysian restaurant: total amount, rounding below, cash',
    text: `
RESTORAN SRI MELUR
(JM0288812-T)
45, JALAN PERMAS 10/2
81750 JOHOR
Tel : 07-3880000
Table 8            Pax 2
Bill# 33-2217   18-06-2018 13:20
Nasi Ayam            2    14.00
Teh Ais              2     4.40
Sub Total                 18.40
GST 6%                     1.10
Total                     19.50
Rounding                   0.00
Cash                      50.00
Change                    30.50`,
    expected: {
      merchant: 'RESTORAN SRI MELUR',
      total: '19.50',
      taxTotal: '1.10',
      currency: 'MYR',
      purchaseDate: '2018-06-18',
    },
  },
  {
    name: 'Singapore hawker, unlabelled totals in capitals',
    text: `
KOPITIAM AT SEASONS
REG NO 198801234K
8 Simei St 1 Singapore 529509
POS 03   CASHIER: LIM
KOPI O            1.30
MEE SIAM          4.50
TOTAL       SGD   5.80
NETS              5.80
28/02/2024  08:01`,
    expected: { total: '5.80', currency: 'SGD', purchaseDate: '2024-02-28' },
  },
  {
    name: 'Australian fuel and coffee, EFTPOS',
    text: `
^BP Northcote
220 High St Northcote VIC 3070
ABN 53 004 085 616
TAX INVOICE
ULP 91   P3  32.14L  187.9c/L   60.39*
LGE COFFEE                       3.00*
TOTAL for 2 items               63.39
EFTPOS                          63.39
* GST INCL                       5.76
07/08/2024 17:40`,
    expected: { total: '63.39', taxTotal: '5.76', currency: 'AUD', purchaseDate: '2024-08-07' },
  },
  {
    name: 'Mexican convenience store, cash and change',
    text: `
CADENA COMERCIAL OXXO SA DE CV
RFC CCO8605231N4
TIENDA REFORMA CDMX
15/04/2024 21:11
COCA COLA 600ML     $19.00
PAPAS SABRITAS      $22.50
TOTAL M.N.          $41.50
EFECTIVO           $100.00
CAMBIO              $58.50
ARTICULOS  2
IVA 16% INCLUIDO     $2.62`,
    expected: { total: '41.50', currency: 'MXN', purchaseDate: '2024-04-15', changeGiven: '58.50' },
  },
  {
    name: 'Colombian restaurant, dots for thousands and voluntary tip',
    text: `
CREPES & WAFFLES S.A.
NIT 800.123.456-1
Bogotá D.C.
Factura de venta POS-22118
Fecha 2024-02-03 14:11
Crepe Pollo             32.900
Limonada                11.500
SUBTOTAL                44.400
IMPOCONSUMO 8%           3.552
TOTAL                   47.952
Propina voluntaria       4.400
TOTAL A PAGAR           52.352
VISA                    52.352`,
    expected: { total: '52352', currency: 'COP', purchaseDate: '2024-02-03' },
  },
  {
    name: 'Brazilian pharmacy with CPF and discount',
    text: `
DROGARIA SAO PAULO S.A.
CNPJ 61.412.110/0001-55
AV PAULISTA 1000 SAO PAULO SP
CUPOM FISCAL ELETRONICO - SAT
001 7891234567890 DIPIRONA 500MG
1 UN X 12,90              12,90
desconto                  -2,00
002 7899876543210 SORO
2 UN X 5,49               10,98
TOTAL R$                  21,88
Cartao de Debito          21,88
Valor aprox. tributos R$   4,12
10/07/2024 - 18:20:33`,
    expected: { total: '21.88', currency: 'BRL', purchaseDate: '2024-07-10' },
  },
  {
    name: 'Japanese convenience store, ten and eight percent',
    text: `
ローソン
渋谷店
東京都渋谷区道玄坂1-1
電話:03-0000-0000
2024年4月11日(木) 08:22
おにぎり鮭     ¥160軽
緑茶600ml     ¥150軽
レジ袋          ¥5
合計          ¥315
(10%対象      ¥5)
(8%対象     ¥310)
(内消費税等   ¥22)
現金         ¥500
お釣         ¥185`,
    expected: {
      total: '315',
      currency: 'JPY',
      purchaseDate: '2024-04-11',
      cashGiven: '500',
      changeGiven: '185',
    },
  },
  {
    name: 'Invoice from a text PDF: due date, net, tax, gross',
    text: `
Northwind Hosting Ltd
Unit 4, Quay House
Bristol BS1 6XX
United Kingdom
VAT GB 987 6543 21

INVOICE
Invoice number      NW-20240087
Invoice date        02/05/2024
Due date            01/06/2024
Bill to
Acme Consulting
Description        Qty    Unit price    Amount
Server small        1       £20.00      £20.00
Backup 100 GB       2        £4.00       £8.00
Subtotal                                £28.00
VAT 20%                                  £5.60
Total                                   £33.60
Amount due                              £33.60`,
    expected: {
      merchant: 'Northwind Hosting Ltd',
      total: '33.60',
      taxTotal: '5.60',
      subtotal: '28.00',
      currency: 'GBP',
      purchaseDate: '2024-05-02',
      items: ['20.00', '8.00'],
    },
  },
  {
    name: 'German invoice: amounts above a payment term',
    text: `
Webdesign Krause
Lindenallee 5, 04105 Leipzig
Herrn Max Muster
Testweg 1
10115 Berlin
Rechnung Nr. 2024-031
Rechnungsdatum: 18.03.2024
Leistungszeitraum: 01.02.2024 - 29.02.2024
Pos  Bezeichnung       Menge   Einzelpreis    Gesamt
1    Pflege Website    4 Std      65,00 €    260,00 €
2    Domain            1 Stk      15,00 €     15,00 €
Nettobetrag                                  275,00 €
zzgl. 19 % USt                                52,25 €
Rechnungsbetrag                              327,25 €
Zahlbar bis 01.04.2024 ohne Abzug.
IBAN DE12 3456 7890 1234 5678 90`,
    expected: {
      merchant: 'Webdesign Krause',
      total: '327.25',
      taxTotal: '52.25',
      currency: 'EUR',
      purchaseDate: '2024-03-18',
    },
  },
  {
    name: 'Taxi receipt in New York',
    text: `
NYC TAXI
MED# 4K22
07/19/2018  TR 3321
START  END    MILES
14:02  14:21  3.1
REGULAR FARE
RATE 1:$    14.50
MTA TAX:$    0.50
IMPROVMT:$   0.30
TIP:$        3.06
TOTAL:$     18.36
CARD TYPE: VISA
XXXX-2217
CONTACT TLC DIAL 3-1-1`,
    expected: { total: '18.36', currency: 'USD', purchaseDate: '2018-07-19', tip: '3.06' },
  },
  {
    name: 'Airline receipt with fare, taxes and a booking reference',
    text: `
AER LINGUS
Payment Receipt
Booking reference: 2QX9LM
Date of issue: 12 Sep 2024
Fare                EUR 89.00
Taxes and charges   EUR 41.27
Seat selection      EUR 14.99
Total amount        EUR 145.26
Paid with VISA ************1111
Departure 24 Oct 2024 DUB - LIS`,
    expected: { merchant: 'AER LINGUS', total: '145.26', currency: 'EUR', purchaseDate: '2024-09-12' },
  },
  {
    name: 'Kuwaiti cafe in English, three decimals',
    text: `
^Caribou Coffee
The Avenues, Kuwait
Order 221
1 Latte M          1.650
1 Muffin           1.250
Subtotal           2.900
Total          KD  2.900
K-Net              2.900
06/05/2023 20:01`,
    expected: { merchant: 'Caribou Coffee', total: '2.900', currency: 'KWD', purchaseDate: '2023-05-06' },
  },
  {
    name: 'Egyptian restaurant in English: service, tax',
    text: `
^ZOOBA
Zamalek, Cairo
Check # 2231   Table 4
24/12/2022 09:12 PM
Koshari             65.00
Taameya Plate       55.00
Subtotal           120.00
Service 12%         14.40
VAT 14%             18.82
Total              153.22
Cash               200.00
Change              46.78`,
    expected: {
      merchant: 'ZOOBA',
      total: '153.22',
      taxTotal: '18.82',
      currency: 'EGP',
      purchaseDate: '2022-12-24',
    },
  },
  {
    name: 'Kenyan supermarket',
    text: `
NAIVAS LIMITED
NAIVAS WESTLANDS
P.O BOX 61600 NAIROBI
PIN NO: P051123456U
CASH SALE
BREAD 400G      1 x 65.00      65.00
MILK 500ML      2 x 60.00     120.00
TOTAL                         185.00
CASH                          200.00
CHANGE                         15.00
VAT  16%    NET 56.03     VAT 8.97
DATE 03/09/2023 TIME 18:20`,
    expected: { total: '185.00', currency: 'KES', purchaseDate: '2023-09-03' },
  },
  {
    name: 'Refund with negative total',
    text: `
^M&S SIMPLY FOOD
Euston Station London
REFUND
1 SANDWICH            -£3.80
TOTAL TO REFUND       -£3.80
VISA DEBIT            -£3.80
14/05/2024 12:03`,
    expected: { currency: 'GBP', purchaseDate: '2024-05-14', documentType: 'refund' },
  },
]
