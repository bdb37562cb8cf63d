/** What a printed phrase says about the number beside it. */
export type LabelKind =
  | 'grandTotal'
  | 'total'
  | 'weakTotal'
  | 'subtotal'
  | 'net'
  | 'tax'
  | 'cash'
  | 'change'
  | 'card'
  | 'rounding'
  | 'tip'
  | 'service'
  | 'discount'
  | 'count'
  | 'loyalty'
  | 'including'
  | 'excluding'
  | 'date'
  | 'otherDate'
  | 'receiptNumber'
  | 'taxNumber'
  | 'itemHead'
  | 'thanks'
  | 'aside'
  | 'ignore'

/**
 * Key phrases of receipts, folded (no accents, lower case), separated by `|`. Per kind one line per group of
 * languages. Matching forgives recognition errors in longer phrases and takes the longest phrase at a place,
 * so `total items` is a count although it begins with `total`.
 */
export const phrases: Record<LabelKind, string[]> = {
  grandTotal: [
    'grand total|total due|amount due|total amount due|total payable|amount payable|net payable|nett total|net total|total nett|total net|net amount payable|total to pay|amount to pay|total incl|total including|total inclusive|total inc gst|total incl gst|total incl tax|total incl vat|amount to be paid|total to be paid|to pay|total rounded|rounded total|total after rounding|total after rounding adj|total amt rounded|invoice total|bill total|order total|total bill|total charge|total charges|balance due|total owed|pay this amount|total amount payable|total w gst|sale total|total purchase|total payable amount|net bill amount|bill amount|total sale|total with tip|total incl tip|total including tip|total inc tip|total with gratuity|total con propina|total incluye propina|total avec pourboire|total inkl trinkgeld|total mit trinkgeld|gesamt inkl trinkgeld|summe inkl trinkgeld',
    'zu zahlen|zu zahlender betrag|gesamtbetrag|gesamtsumme|endbetrag|endsumme|rechnungsbetrag|rechnungssumme|zahlbetrag|summe eur|summe chf|total chf|total eur|bruttobetrag gesamt|gesamt brutto',
    'total ttc|net a payer|montant total|montant ttc|a payer|total a payer|montant du|total general|total du|montant a payer|prix total',
    'totale complessivo|totale corrispettivo|totale corrispettivi|totale euro|totale dovuto|importo totale|totale da pagare|da pagare|totale documento|totale conto|importo dovuto|importo pagato|totale scontrino',
    'total a pagar|importe total|total venta|total factura|a pagar|monto total|total general|importe a pagar|total compra|total mxn|total ticket|total cuenta',
    'valor total|valor a pagar|total geral|total documento|total da compra|total r$|valor pago|total pago',
    'te betalen|totaal te betalen|totaalbedrag|eindtotaal|te voldoen|totaal eur|totaal incl|totaal incl btw',
    'att betala|totalbelopp|summa att betala|total sek|a betale|sum a betale|total nok|at betale|til betaling|i alt|ialt|total dkk|total inkl|maksettava|loppusumma|maksettava yhteensa|yhteensa eur',
    'suma pln|do zaplaty|razem do zaplaty|suma zl|naleznosc|celkem k uhrade|k uhrade|k platbe|castka celkem|na uhradu|k uhrade celkom|fizetendo|vegosszeg|fizetendo osszeg|total lei|total de plata|de plata|suma totala',
    'za platiti|sveukupno|za placilo|ukupan iznos|kopa apmaksai|samaksai|apmaksai|kopsumma|moketina suma|moketi|til greidslu|tasuda|kokku tasuda|genel toplam|odenecek|odenecek tutar|toplam tutar',
    'total bayar|total belanja|total tagihan|total pembayaran|total harga|jumlah besar|jumlah perlu dibayar|jumlah bayaran|tong cong|tong tien|tong thanh toan|tong tien thanh toan|tong cong tien|total penjualan|total transaksi|net sales total',
    '合計金額|総合計|お買上計|お買上合計|御会計|ご請求額|お支払金額|お支払合計|應付金額|应付金额|应付|應付|实付|實付|實付金額|总计|總計|합계금액|결제금액|받을금액|총액|총금액|받을 금액|합 계 금 액',
    'รวมทั้งสิ้น|ยอดสุทธิ|จำนวนเงินรวม|ยอดชำระ|รวมเงินทั้งสิ้น|к оплате|до сплати|всього до сплати|πληρωτεο|συνολικο ποσο|γενικο συνολο',
  ],
  total: [
    'fuel sale|fuel total|total|due|totl|ttl|tot|total amount|total amt|total sales|total price|total rm|total sum|total usd|total gbp|total inc|amount total|total payment|total paid',
    'summe|gesamt|betrag eur|summe euro|total euro|somme|totale|totaal|totalt|sum|yhteensa|summa|suma|razem|celkem|soucet|spolu|celkom|osszesen|ukupno|skupaj|kopa|is viso|viso|samtals|kokku|toplam|topl|jumlah|tagihan|harga jual|tong|thanh tien',
    '合計|合计|总额|總額|お会計|計|합계|총 합계|합 계|รวม|ยอดรวม|รวมเงิน|สุทธิ|итого|итог|всего|сума|разом|усього|обща сума|общо|συνολο',
  ],
  weakTotal: [
    'amount|amt|betrag|montant|importo|importe|monto|valor|bedrag|belopp|belob|belop|kwota|castka|osszeg|iznos|tutar|amaun|payment|purchase|sale|sales|balance|bal|price|paid|金额|金額|금액|payment amount|purchase amount|sale amount|transaction amount|trans amount',
  ],
  subtotal: [
    'subtotal|sub total|sub ttl|subttl|sub tot|s total|merchandise subtotal|net sales|total before tax|total before gst|total before discount|total before rounding|total excl|total excl gst|total excluding gst|total excluding tax|total exclusive|total sales excluding gst|total sales excl gst|amount before tax|total ex gst|food total|beverage total|gross total|gross amount|gross amt|item total|items total|total gross|total b4 gst|total b4 rounding|total exc gst|total excl sst|sub amount|total food|total beverages|net subtotal',
    'zwischensumme|zwischentotal|nettosumme|netto gesamt|summe netto|warenwert|sous total|total ht|montant ht|total hors taxe|total htva|total hors tva|total brut|subtotale|subtotaal|totaal excl|delsumma|delsum|subtotalt|mellansumma|valisumma|suma czesciowa|mezisoucet|medzisucet|reszosszeg|ara toplam|meduzbroj|medjuzbir|vahesumma|starpsumma|tarpine suma|base imponible total|tam tinh|tien hang|sub jumlah|harga barang|subtotal belanja',
    '小計|小计|税抜合計|소계|ยอดรวมก่อน',
  ],
  net: [
    'net|supplies|supply|zero rated supplies|total supplies|net amt|net amount|nett|taxable|taxable amount|taxable sales|vatable sales|vatable|vat sales|vat exempt sales|vat exempt|zero rated|zero rated sales|goods|goods value|amount excl|taxable amt|excl gst|exempt|non taxable|taxable value|tax base',
    'htva|netto|nettobetrag|netto betrag|netto umsatz|ht|base ht|hors taxe|imponibile|base imponible|base|base imp|valor tributavel|incidencia|maatstaf|grondslag|grundlag|grunnlag|underlag|veroton|sprzed opod|sprzedaz opodatkowana|zaklad|zaklad dane|alap|baza|apliekama summa|be pvm|neto|dpp|matrah|kdvsiz|税抜|対象額|対象|課税対象|과세|과세물품|면세물품|공급가액|과세금액',
  ],
  tax: [
    'tax|gst|6st|vat|hst|pst|qst|sst|sales tax|tax total|total tax|total gst|total vat|gst amount|vat amount|tax amount|tax amt|gst amt|service tax|state tax|county tax|city tax|local tax|vat 12|cgst|sgst|igst|utgst|cess|gst payable|gst total|vat total|total tax amount|total gst amount|tax 1|tax 2|occupancy tax|room tax|gst included in total|total includes gst of|includes gst|gst incl in total|gst content|taxes|excise tax|lodging tax|total sst|sst amount',
    'mwst|mw st|mehrwertsteuer|ust|umsatzsteuer|mwst betrag|steuer|davon mwst|enthaltene mwst|inkl mwst|steuerbetrag|summe mwst|tva|t v a|dont tva|montant tva|total tva|tps|tvq|iva|i v a|di cui iva|imposta|totale iva|total iva|cuota|cuota iva|impuesto|impuestos|ieps|igv|itbis|iva incluido|imposto|total imposto|btw|btw bedrag|waarvan btw|totaal btw|moms|varav moms|moms belopp|heraf moms|mva|herav mva|mva belop|alv|vero|alv yhteensa|ptu|podatek|kwota ptu|suma ptu|podatek ptu|kwota vat|dph|afa|pdv|porez|ddv|davek|pvn|pvm|kaibemaks|km|kdv|topkdv|toplam kdv|kdv tutari|vsk|thar af vsk|virdisaukaskattur|impoconsumo|ipoconsumo|imp consumo|impuesto al consumo|inc 8|total tax invoice amount|din care tva|total taxe',
    'ppn|pajak|pb1|pb 1|pajak resto|pajak restoran|tax pb1|cukai|cukai perkhidmatan|thue|thue gtgt|thue vat|tien thue',
    '消費税|消費税等|内消費税|内税|外税|内消費税等|税額|税|稅|稅額|税额|增值税|增值稅|부가세|부가가치세|세금|ภาษี|ภาษีมูลค่าเพิ่ม|ндс|пдв|ддс|φπα|фпα',
  ],
  cash: [
    'cash|pay|you pay|accepted total|total accepted|total tendered|total received|tendered|tender|cash tendered|amount tendered|cash received|amount received|cash paid|amount paid|received|payment received|cash payment|cash tend|paid cash|cash rm|tend|cash usd|cash tender|customer paid',
    'bar|bargeld|gegeben|bar eur|bar chf|erhalten|barzahlung|bezahlt|especes|recu|especes recues|regle|contanti|contante|pagamento contante|pagato|efectivo|su efectivo|entregado|recibido|su pago|dinheiro|numerario|entregue|valor recebido|contant|contanten|ontvangen|betaald|kontant|kontanter|kontantbelopp|mottaget|modtaget|betalt|kateinen|maksettu|gotowka|gotowka pln|wplata|zaplacono|hotove|hotovost|hotovostne|keszpenz|numerar|gotovina|skaidra nauda|skaidra|grynieji|grynais|sularaha|sula raha|nakit|alinan',
    'tunai|bayar|dibayar|uang tunai|dibayar tunai|cash idr|uang|bayaran|tien mat|khach dua|tien khach dua|khach tra|現金|お預り|お預かり|お預り金額|预付|现金|收款|現金支払|현금|받은금액|받은 금액|내신금액|เงินสด|รับเงิน|наличными|наличные|готівка|μετρητα',
  ],
  change: [
    'change|change due|cash change|cash back|cashback|cash back amount|your change|change amount|change given|change rm|customer change|chg|total change|change back',
    'ruckgeld|zuruck|wechselgeld|retour|ruckgeld bar|rendu|a rendre|rendu monnaie|monnaie|monnaie rendue|resto|cambio|su cambio|vuelto|su vuelto|devolucion|troco|wisselgeld|terug|vaxel|tillbaka|tilbake|vekslepenge|byttepenge|retur|tilbage|vaihtoraha|takaisin|reszta|vratit|vraceno|vratka|vydano|vydavok|visszajaro|rest|rest lei|povrat|kusur|til baka|atlikums|graza|tagasi|tagastada|para ustu|verilen',
    'kembali|kembalian|kembalikan|baki|wang baki|tien thoi|tien thua|tra lai|お釣り|おつり|お釣|釣銭|找零|找续|找贖|找赎|거스름돈|거스름|ทอน|เงินทอน|сдача|решта|ρεστα',
  ],
  card: [
    'card|visa|mastercard|master card|master|amex|american express|discover|debit|debit card|credit|credit card|credit sale|us debit|visa debit|debit mastercard|visa credit|contactless|apple pay|google pay|paypal|e wallet|ewallet|grabpay|boost|alipay|wechat|wechat pay|paywave|touch n go|tng|duitnow|ebt|eftpos|eft|gift card|mpesa|gcash|paytm|upi|phonepe|paynow|nets|paylah|card payment|unionpay|jcb|diners',
    'karte|kartenzahlung|girocard|ec karte|ec cash|eckarte|kreditkarte|kartenzahlung eur|lastschrift|carte|carte bancaire|cb|carte bleue|carta|bancomat|pagamento elettronico|carta di credito|tarjeta|tarj|tarjeta credito|t credito|t debito|tarjeta de credito|tarjeta de debito|tarjeta bancaria|tarjeta debito|cartao|cartao credito|cartao debito|multibanco|mb way|pix|pin|pinnen|maestro|v pay|bankkort|kort|kortbetaling|kreditkort|dankort|swish|vipps|mobilepay|bankaxept|kortti|pankkikortti|korttimaksu|karta|karta platnicza|karta kredytowa|blik|platebni karta|kartou|bankkartya|card bancar|kartica|bankas karte|maksajumu karte|banko kortele|mokejimo kortele|pangakaart|kredi karti|banka karti|kartu debit|kartu kredit|kartu|gopay|ovo|qris|shopeepay|debit bca|flazz|momo|クレジット|クレジットカード|信用卡|支付宝|微信|微信支付|paypay|交通系|카드|신용카드|카드결제|บัตรเครดิต|картой|карта|безготівкова|καρτα',
  ],
  rounding: [
    'rounding|round adj|rounding adj|rounding adjustment|adjustment|rounding mechanism|round off|roundoff|round amt|rounding amt|rounding amount|round|rounding adjustments|bill rounding|rnd|rnd adj|round up|rounding adj total|rounding difference|r off',
    'rundung|rundungsdifferenz|arrondi|arrotondamento|redondeo|arredondamento|afronding|avrundning|oresavrundning|ores avrundning|oreavrunding|afrunding|pyoristys|zaokrouhleni|zaokruhlenie|kerekites|rotunjire|noapalosana|apvalinimas|umardamine|yuvarlama|pembundaran|pelarasan|pelarasan pembundaran|penggenapan|pembulatan|lam tron',
  ],
  tip: [
    'tip|tips|gratuity|add tip|tip amount|auto gratuity|trinkgeld|pourboire|mancia|propina|gorjeta|gratificacao|fooi|dricks|drikkepenge|juomaraha|napiwek|spropitne|borravalo|bacsis|bahsis|dzeramnauda|arbatpinigiai|チップ|小费',
  ],
  service: [
    'service charge|svc chg|service chg|serv charge|serv chg|svc charge|svc|ser charge|s charge|service fee|service|serv chrg|servicecharge|ser chg|service 10|bedienung|bedienungsgeld|coperto|servizio|servicio|cubierto|taxa de servico|taxa servico|couvert|frais de service|bedieningsgeld|serveringsavgift|szervizdij|szerviz dij|biaya layanan|layanan|service tax charge|caj perkhidmatan|phi dich vu|phi phuc vu|サービス料|服务费|服務費|봉사료|ค่าบริการ',
  ],
  discount: [
    'discount|disc|discounts|total discount|total savings|savings|saving|you saved|you save|total saved|coupon|voucher|promo|promotion|less|rebate|member discount|item discount|bill discount|amount saved|you have saved|your savings|multibuy|clubcard savings|nectar savings|price reduction|total disc|disc amt|staff discount|markdown|instant savings|mfr coupon|store coupon|loyalty discount',
    'rabatt|nachlass|preisvorteil|preisnachlass|gutschein|ersparnis|aktionsrabatt|sie sparen|coupon rabatt|aktion|remise|reduction|avantage|economie|bon de reduction|promo immediate|sconto|sconti|totale sconto|buono|descuento|dto|dcto|descuentos|ahorro|rebaja|su ahorro|desconto|descontos|poupanca|total desconto|korting|uw voordeel|voordeel|actie|bonus korting|rabat|alennus|prisnedslag|mangderabatt|opust|upust|sleva|zlava|kedvezmeny|engedmeny|reducere|popust|atlaide|nuolaida|soodustus|allahindlus|indirim|diskon|potongan|potongan harga|hemat|anda hemat|disc member|diskaun|giam gia|chiet khau|khuyen mai|割引|値引|値引き|折扣|优惠|優惠|折让|할인|ส่วนลด|скидка|знижка|εκπτωση',
  ],
  count: [
    'items|item count|no of items|no of item|total items|total item|total qty|qty|number of items|item s|items sold|number of items sold|total quantity|total pieces|pcs|item qty|total item s|total no of items|qty item|total qty items|total items sold|items in transaction|quantity|no of pax|pax|guests|covers|total pcs|sold items',
    'anzahl artikel|anzahl|artikel|posten|stuck|positionen|nb articles|nombre d articles|articles|article|nb d articles|nbre articles|n pezzi|pezzi|articoli|num articulos|articulos|arts|no de articulos|unidades|itens|qtd total de itens|qtd|aantal|aantal artikelen|artikelen|antal varor|antal|antal artiklar|varer|antall varer|antall|kpl|ilosc|liczba pozycji|polozek|pocet polozek|pocet|tetelszam|tetel|articole|nr articole|jumlah item|jumlah barang|total barang|kuantiti|jum item|so luong|点数|お買上点数|点|件数|数量|共计件数|수량|จำนวน|ชิ้น|adet|urun adedi',
  ],
  loyalty: [
    'points|point balance|points earned|points balance|bonus points|punkte|points fidelite|punti|puntos|pontos|punten|poang|poeng|mata ganjaran|member point|poin|total points|current points|reward|rewards|loyalty|poin member|cagnotte|saldo|solde|deposit balance|available balance|card balance|remaining balance|previous balance|points redeemed|your balance|ポイント|积分|포인트|คะแนน',
  ],
  including: [
    'incl|inclusive|including|included|inc|inkl|ttc|toutes taxes comprises|incluido|incluida|inclus|compris|iva inclusa|compresa|incl of|inclusive of|tax incl|税込|含税|termasuk|sudah termasuk|sis alv|in total|of which|davon|dont|di cui|waarvan|varav|heraf|herav|din care|w tym|z toho|内',
  ],
  excluding: [
    'excl|exclusive|excluding|excluded|exc|ex|ht|before|b4|hors|zzgl|ohne|sin|sem|senza|exkl|ekskl|exclusief|bez|fara|nelkul|haric|without|税抜|未税|belum termasuk|not including',
  ],
  date: [
    'sold on|purchased on|purchase date time|date of purchase|date of issue|verkauft am|gekauft am|bezahlt am|ausgestellt am|rechnung vom|kaufdatum|verkaufsdatum|bestelldatum|emis le|achete le|vendu le|edite le|fecha de compra|fecha de venta|data da compra|data de compra|aankoopdatum|verkoopdatum|besteldatum|inkopsdatum|kjopsdato|kobsdato|ostopaiva|data zakupu|exit|exit time|ausfahrt|ausfahrtszeit|sortie|heure de sortie|uscita|salida|saida|date paid|payment date|dags|dagsetning|date|dated|date time|trans date|invoice date|inv date|bill date|receipt date|transaction date|order date|sale date|print date|purchase date|doc date|business date|datum|belegdatum|rechnungsdatum|date de vente|le|data|data e ora|fecha|fecha de emision|fecha y hora|fecha hora|emision|data de emissao|dato|bilagsdato|dato tid|paivamaara|paivays|pvm klo|data sprzedazy|data wystawienia|datum prodeje|datum vystaveni|kelt|datums|kuupaev|tarih|tanggal|tgl|tgl transaksi|waktu|tarikh|ngay|ngay ban|gio vao|日付|日期|開票日期|交易时间|时间|年月日|날짜|거래일시|일시|판매일|วันที่|дата|ημερομηνια|time|uhrzeit|heure|ora|hora|tid|klo',
  ],
  otherDate: [
    'entry|entry time|einfahrt|einfahrtszeit|heure d entree|ingresso|entrata|entrada|due date|expiry|expiry date|expires|exp date|valid until|valid till|valid to|valid thru|best before|use by|return by|returns until|exchange before|redeem by|date of birth|dob|effective|effective date|registered|since|est|established|check in|arrival|arrive|exp|gultig bis|gueltig bis|ruckgabe bis|umtausch bis|valable jusqu|valable|valido hasta|valido fino|scadenza|vencimento|vencimiento|geldig tot|giltigt till|gyldig til|wazne do|platne do|platnost do|ervenyes|valabil|berlaku|berlaku hingga|sah sehingga|sampai|有効期限|有效期|까지|member since|promotion period|next visit|period|printed on|reprint|last visit|as of|as at|orig date|original date|original sale date|original purchase|original purchase date|original transaction|orig trans|original receipt|travel date|date of travel|gultig|gultig am|gueltig am|valid on|valid from|reisetag|issued by|permit date|implementation date|version|release|build|refund before|return policy|policy effective|on or before|akkr|tgl pengukuhan|pengukuhan|returns accepted until|license|licence valid|date due|birthday|dal|al|jusqu au|validade|periodo|gilt bis|ab dem|vom',
  ],
  receiptNumber: [
    'receipt no|receipt number|receipt|rcpt no|rcpt|rec no|invoice no|invoice number|inv no|invoice|tax invoice no|bill no|bill number|bill|check no|check|chk|order no|order number|order|trans no|transaction no|transaction id|trans|trx no|trx|ref no|reference|doc no|document no|slip no|slip|sales no|sale no|cash bill no|cs no|ticket no|ticket|folio|confirmation',
    'bon nr|bonnr|beleg nr|belegnr|beleg|rechnung nr|rechnungsnummer|rechnungs nr|kassenbon nr|quittung nr|ticket n|facture n|facture|no ticket|n ticket|scontrino n|n scontrino|doc n|documento n|documento|ricevuta n|n doc|factura n|factura|factura simplificada|n factura|fra simplificada|fatura n|fatura|fatura simplificada|recibo|recibo n|kvitto nr|kvitto|kvittonr|kvittonummer|kvittering|kvittering nr|bilagsnr|bon nummer|bonnummer|kassabon|kuitti|kuitti nro|kuittinro|nr paragonu|paragon|nr wydr|uctenka c|uctenka|doklad c|doklad|nyugtaszam|nyugta|bon fiscal nr|nr bon|racun|racun br|broj racuna|st racuna|ceks|ceka nr|kvitas|kvito nr|tseki nr|kviitung|arve nr|fis no|fis|belge no|no struk|struk|no nota|nota|no transaksi|no faktur|resit no|no resit|no invois|so hd|hoa don so|ma hd|レシート|伝票|no|取引|单号|單號|流水号|발급번호|영수증번호|เลขที่|чек|номер чека',
  ],
  taxNumber: [
    'gst id|gst no|gst reg no|gst reg|gst registration no|gst id no|gst number|gst ref|gst summary|vat no|vat reg no|vat reg|vat number|vat reg tin|vat registration|vat id|tin|abn|acn|gstin|sst no|sst reg no|sst id|service tax no|tax id|tax no|tax number|tax invoice|tax reg no|trn|tax registration no|company no|co reg no|reg no|registration no|uen|ein|business no|roc no|roc|ssm|co no|hst no|qst no|tax code|tax invoice no|gst tax invoice|simplified tax invoice|vat invoice|tax receipt|full tax invoice|tax payer|pan no|fssai|fssai no|cin',
    'ust id|ust idnr|ust id nr|uid|uid nr|steuernummer|steuer nr|st nr|steuernr|siret|siren|rcs|naf|ape|tva intra|n tva|no tva|tva intracom|p iva|partita iva|part iva|c f|cod fisc|codice fiscale|piva|nif|cif|n i f|c i f|nipc|contribuinte|cnpj|cpf|ie|rfc|rut|ruc|nit|cuit|ccm|btw nr|btw nummer|kvk|kvk nr|org nr|orgnr|organisationsnummer|org no|cvr|cvr nr|se nr|foretaksregisteret|y tunnus|ly|nip|nr nip|regon|dic|ico|ic dph|dkp|adoszam|cod fiscal|c i f ro|cui|oib|mbs|matbr|pvn reg|pvn reg nr|pvn maksataja|reg nr|pvm kodas|pvm moketojo|im kodas|kmkr|kmkr nr|reg kood|vergi no|vergi dairesi|vkn|vsk nr|kennitala|npwp|nib|mst|ma so thue|登録番号|統一編號|统一编号|税号|사업자|사업자번호|사업자등록번호|เลขประจำตัวผู้เสียภาษี|инн|єдрпоу|αφμ|еик',
  ],
  itemHead: [
    'description|item|items description|qty price|unit price|u price|unit|price|item code|code|product|particulars|amount rm|disc rm|article|artikel|bezeichnung|menge|einzelpreis|preis|designation|prix|quantite|qte|descrizione|prezzo|quantita|descripcion|cant|precio|descricao|preco|omschrijving|prijs|beskrivning|beskrivelse|pris|tuote|hinta|nazwa|cena|nazev|megnevezes|denumire|aciklama|nama barang|harga|barang|ten hang|mat hang|don gia|dg|sl|品名|商品名|商品|单价|單價|単価|상품명|단가|품명|รายการ|наименование|цена|toode|hind',
  ],
  thanks: [
    'thank you|thanks|please come again|welcome|goods sold|not returnable|vielen dank|danke|merci|a bientot|grazie|arrivederci|gracias|obrigado|bedankt|dank u|tack|takk|tak for|kiitos|dziekujemy|dekujeme|koszonjuk|multumim|hvala|paldies|aciu|aitah|tesekkur|terima kasih|cam on|有り難う|ありがとう|谢谢|謝謝|감사|ขอบคุณ|спасибо|дякуємо|ευχαριστουμε|customer copy|merchant copy|kundenbeleg|kopie|duplicata|come again|have a nice day',
  ],
  aside: [
    'regular price|return value|original price|reg price|sale price|member price|unit cost|normal price|list price|you pay only|rate ltr|rate lt|rate|price gal|price g|price ltr|price lt|ppg|price per gallon|price per litre|volume|statt|einzelpreis|stk preis|grundpreis|prix unitaire|prezzo unitario|precio unitario|harga normal|jamforpris',
  ],
  ignore: [
    'charge|orange|local|cashier|cashier name|kassierer|cajero|caissier|cassiere|kasir|juruwang|cash bill|cash sales|cash sale|cash receipt|cash memo|taxi|cash carry|cash and carry|salesperson|sales person|salesman|sales rep|customer|server|served by|table|operator|terminal|register|station|counter|store|store no|shop|till|kasse|caja|caisse|cassa|kassa|pokladna|tax code|bar code|barcode|barista|tel|fax|phone|hotline|email|website|card no|card number|card type|auth code|approval code|appr code|aid|tvr|tsi|rrn|stan|merchant id|mid|tid|trace|trace no|batch|batch no|host|member|member id|member no|member card|cardholder|account|acc no|signature|sign|invoice to|bill to|payment terms|payment method|payment type|mode of payment|cash only|payment mode|paid by|net weight|net wt|suggested tip|tip suggestion|tip guide|restaurant|restoran|restaurante|ristorante|bar code|total wine|visa card no|sale id|service station|services|self service|customer service|services sdn bhd|cash discount price|cash price|change of mind|exchange|balance sheet|master sdn|price per|bayaran untuk|minimum|maximum',
  ],
}
