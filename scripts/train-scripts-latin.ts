/** Words of receipts in the European languages that put marks on letters. */
const marked =
  `Größe Straße Käse Brötchen Rückgeld Äpfel Öl Übersicht Müller Weißbier Gemüse Fußpflege Bäckerei Café Hähnchen Süßes Königs Jägermeister Öffnungszeiten Überweisung ÄRZTE
Crème brûlée Épicerie Château Pâtisserie Fête Maïs Garçon Français Où Noël Hôtel Forêt Espèces Réglé Reçu Monnaie Télé Numéro Œuf Cœur À l'École Être Île Ça Dîner Août
Jamón Piña Señor Español Artículo Número Código Dirección Año Niña Peluquería JULIÁN Martínez García Cafetería Crédito Débito Teléfono Éxito Ángel Ñoño Óptica Último Cigüeña
Pão Açúcar Feijão Coração São João Cartão Órgão Às Refeição Troco Maçã Limões Água Até Você Avó Avô Português Três Contribuição
Kött Smör Gräddfil Växel Åter Öppet Köp Ägg Blåbär Måndag Händelse Tårta KÖPSUMMA Återköp Räksmörgås Kött Påse
Køb Rødgrød Smørrebrød Ærter Øl Åben Købmand Kvittering Måned Æble Brød Fløde Grønt Nørrebro KØBMAND Sjælland Tømrer Lærer Ørsted Århus
Yhteensä Käteinen Leipä Päivää Hyvää Öljy Äiti Näkkileipä Työ Pöytä
Gotówka Sprzedaż Należność Żabka Łódź Złoty Zł Dziękujemy Ćwikła Śniadanie Świeży Chleb żytni Masło Śmietana Kraków Wrocław Ścierka Źródło Pączki Bułka Jabłka Ogórki Kiełbasa Wędlina Piątek Łosoś Ąka Ęsi Ńoń ŻYWIEC MŁYNARZ ŚWIĘTA CZĘŚĆ PARAGON SPRZEDAŻ WARTOŚĆ RÓŻNE GOTÓWKA
Účtenka Hotově Vráceno Děkujeme Zaokrouhlení Čokoláda Mléko Rohlík Sýr Šunka Žitný Řepa Křest Příbram Čerka ČERKA Ťuk Ďas Ňuma Ústí Ěra Ó Ýval Brňo Kuře Těsto Tržba Základ DPH Kč Č.p. Jméno Pivo světlé Vepřové Hovězí Knedlík Česká Říčany Šťáva Žďár ŘEZNICTVÍ ZELENINA
Účet Spolu Vďaka Ďakujeme Ľubica Ľad Mäso Mŕkva Rožok Žilina Košice Šaľa Ťava Ňu Ĺ Vŕba Kôš Jahôd Kĺb Nákup Pokladňa Hotovosť Čučoriedky
Összesen Készpénz Nyugta Vendéglő VENDÉGLŐ Gyógyszertár Kenyér Tej Túró Őszibarack Űrhajó Szőlő Gyümölcs Főzelék Kávé Sütemény Áruház ÁFA Bőr Tűz Üzlet Öröm Érték Ím Ócska Útlevél Győr Pécs Szerviz Köszönjük Visszajáró Kedvezmény Élelmiszer Tejföl Hűtő
Pâine Brânză Ouă Lapte Bucureşti Iaşi Ştefan ŢARĂ Ţuică Înapoi Încasat Plată Şuncă Ciorbă Ardei Cârnaţi Roşii Îngheţată Băutură Șosea Țigări Piața Mulțumim Împărat Ăla Câmpina București
Şeker Çay Süt Ekmeği Toplam Fiş Teşekkürler İstanbul Kağıt Yoğurt Ödenecek Ücret Şube Mağaza İşletme Bağdat Çarşı Iğdır Kırmızı Şarap İçecek Köfte Balık Ğ Güneş Çorba Döner Peçete ŞTİ LTD VERGİ DAİRESİ TİCARET
Račun Plaćeno Žito Šećer Čaj Ćevapi Đorđe Dućan Kruh Špinat Žele Kći Čokolada Kuća Đak Šibenik Poreč Splitsko Gotovina Plačilo DAVČNA ŠT Količina Žarko BOŽIĆ ŠIŠIĆ Češnja
Kvīts Čeks Nauda Skaidrā Piens Maize Rīga Šķirne Ģimene Ķēde Ļoti Ņem Ūdens Ēka Āda Īss Žurnāls Sviests Šķiņķis Ābols Kāposti Paldies Vērtība Jūrmala
Kvitas Mokėti Grąža Duona Pienas Sūris Ąžuolas Čekis Ėdalas Įmonė Šaltas Ųlis Ūkis Žuvis Vištiena Kėdė Lašiša Grąžinta Ačiū Mokestis Vilnius Šiauliai Gėrimai
Kokku Sularaha Tänan Õlu Või Leib Küpsis Müük Šokolaad Žürii Jäätis Käibemaks Ühik Öö
Bakarí Þingvellir Góðan daginn Verð Samtals Þjónusta Íslensk Ýsa Fjörður Kjöt Brauð Mjólk Sæmundur Ægir Höfðatún Þór Ðað Reykjavík Skyr Kaffihús VSK Upphæð
Perché Città Caffè Così Più Ragù Lunedì Quantità Pagamento Contanti Salumeria È Già Tiramisù Menù Bontà Università VIA NICCOLÒ
Bæjarins Sundhöll Kaffið Smábrauð Pylsa Œufs Bœuf Sœur Élysées Évian Hérault Ménagère Thé Pâtes Goût Dégustation Maître Naïve Rhône Aïoli Où`.split(
    /\s+/,
  )

const vietnamese =
  `Cộng hòa Tổng cộng tiền hàng thanh toán Thành tiền Số lượng Đơn giá Hóa đơn bán lẻ Phiếu tính Khách trả Tiền thối lại thừa Giảm giá Chiết khấu Thuế suất
Siêu thị Cửa hàng Nhà thuốc Quán ăn Phở Bún chả Bánh mì Cà phê sữa đá Trà đào Nước suối Cơm tấm gà nướng Thịt bò Rau muống Trứng vịt lộn Sữa chua Gạo nếp Mắm Đường Bột giặt
Điện thoại Địa chỉ Đường Quận Phường Huyện Tỉnh Thành phố Hồ Chí Minh Hà Nội Đà Nẵng Cần Thơ Hải Phòng Nguyễn Trần Lê Phạm Hoàng Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý
Ngày giờ Thu ngân Nhân viên Mã số thuế Cảm ơn quý khách hẹn gặp lại Xin Giữ hóa đơn Đổi trả trong vòng Tổng số lượng Thẻ tín dụng Ví điện tử Chuyển khoản Bàn Giờ vào ra Bếp
CÔNG TY TNHH CỔ PHẦN THƯƠNG MẠI DỊCH VỤ TỔNG CỘNG THÀNH TIỀN HÓA ĐƠN BÁN HÀNG SIÊU THỊ BÁCH HÓA XANH ĐIỆN MÁY NHÀ SÁCH QUỐC TẾ VIỆT NAM ĐƯỜNG QUẬN
Nhựa Lưỡi Vườn Ổi Ếch Ngõ Kẹo Dưỡng Ẩm Bưởi Mỹ Kỳ Ngỗng Chợ Tươi Ướp Sườn Đỏ Gừng Nghệ Tỏi Ớt Lẩu Gỏi cuốn Xôi Chè đậu Hủ tiếu Lạnh Nóng Lớn Nhỏ Vừa Ít`.split(
    /\s+/,
  )

/** Words of receipts without marks, many with letters that look as if they had one. */
const plain =
  `Total Summe Bar Market Restaurant Hotel Pizza VISA Mastercard Coca-Cola Milk Bread Coffee Receipt Cashier Amount Change Cash Card Thank You Invoice Number Date Time Street Road TAX GST INVOICE TOTAL CASH CHANGE SUBTOTAL ITEM QTY PRICE SDN BHD NO TEL FAX JALAN TAMAN KUALA LUMPUR Illinois Little Jill Julio bill till fill ill IL Jam jiffy Restoran Kedai Pasar Raya Perniagaan Syarikat Enterprise Trading Hardware Marketing Industries Holdings Electrical Stationery Pharmacy Bakery Bookstore
Grill House Kitchen Garden Express Service Center Station Petrol Unleaded Diesel Pump Litre Gallon Subtotal Balance Rounding Visa Debit Approved Auth Terminal Merchant Copy Customer
Jalan Taman Bandar Selangor Johor Bahru Melaka Penang Ipoh Klang Petaling Jaya Kajang Cheras Puchong Tangkak Invoice Bill Table Guest Server Order Member Points Discount
Nasi Goreng Ayam Teh Tarik Kopi Mee Roti Canai Ikan Bakar Sambal Air Limau Cendol Minyak Gula Beras Telur Susu Kerupuk Pajak Bayar Kembali Tunai Kasir Terima Kasih Selamat Datang
Illuminati filling willing million William Bill Jill jiffy fijord Fiji IJssel lilli Trill Tilly fill till`.split(
    /\s+/,
  )

/** The same words as many receipts print them. */
const withoutMarks = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '')

export const latinWords = [
  ...marked,
  ...marked,
  ...vietnamese,
  ...vietnamese,
  ...marked.map(withoutMarks),
  ...plain,
  ...plain,
]

const markedLetters =
  'ÄÖÜäöüßÀÂÇÉÈÊËÎÏÔÙÛŒÆàâçéèêëîïôùûœæÁÍÓÚÑáíóúñÃÕãõÅØåøĄĆĘŁŃŚŹŻąćęłńśźżČĎĚŇŘŠŤŮÝŽčďěňřšťůýžĽŔĹľŕĺŐŰőűĂăŞŢşţĞğİıĐđĀĒĢĪĶĻŅŪāēģīķļņūĖĮŲėįųÒÌòìÐÞðþ€£' +
  'ẢẠẰẮẲẴẶẦẤẨẪẬẺẼẸỀẾỂỄỆỈĨỊỎỌỒỐỔỖỘƠỜỚỞỠỢỦŨỤƯỪỨỬỮỰỲỶỸỴảạằắẳẵặầấẩẫậẻẽẹềếểễệỉĩịỏọồốổỗộơờớởỡợủũụưừứửữựỳỷỹỵ'

export const latinLetters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz${markedLetters}`
