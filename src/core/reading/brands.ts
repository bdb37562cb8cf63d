import { fold, isGarbled } from './fold.ts'

/**
 * Chains that many people shop at, by country (`*`: several). Their names are often drawn as logos that
 * recognition garbles, or stand only in the small print. General knowledge, not taken from any set of receipts.
 */
const chains: Record<string, string> = {
  '*': "McDonald's|Burger King|KFC|Starbucks|Subway|Pizza Hut|Domino's Pizza|Dunkin|Costa Coffee|Five Guys|Nando's|Pret A Manger|Krispy Kreme|IKEA|H&M|Zara|Uniqlo|Decathlon|Primark|Mango|Nike|Adidas|Foot Locker|Sephora|The Body Shop|Lush|Apple Store|Samsung|Shell|Esso|Texaco|Chevron|TotalEnergies|Circle K|7-Eleven|FamilyMart|Marriott|Hilton|Hyatt|Holiday Inn|Novotel|Best Western|Radisson|Lidl|Aldi|Spar|Carrefour|Auchan|Metro|Costco|Toys R Us|Office Depot|Daiso|Miniso|Watsons|Guardian|Swarovski|Pandora|Hard Rock Cafe|TGI Fridays|Tiger|Flying Tiger|Action|Normal|Media Markt|Saturn|C&A|Deichmann|Jysk|Rimi|Maxima|Neste|Statoil",
  US: "Walmart|Target|Walgreens|CVS|CVS Pharmacy|Rite Aid|Kroger|Safeway|Publix|Whole Foods|Whole Foods Market|Trader Joe's|Albertsons|Vons|Ralphs|Food Lion|Giant Eagle|Stop & Shop|Wegmans|H-E-B|Meijer|Hy-Vee|Winco Foods|Sam's Club|BJ's Wholesale|Home Depot|The Home Depot|Lowe's|Menards|Ace Hardware|Best Buy|Staples|Dollar Tree|Dollar General|Family Dollar|Big Lots|Kohl's|Macy's|Nordstrom|Ross|Marshalls|TJ Maxx|Old Navy|Bed Bath & Beyond|PetSmart|Petco|Barnes & Noble|AutoZone|O'Reilly Auto Parts|Chick-fil-A|Taco Bell|Wendy's|Chipotle|Panera Bread|Panda Express|In-N-Out Burger|Arby's|Popeyes|Sonic|Dairy Queen|Jack in the Box|Applebee's|Olive Garden|Cheesecake Factory|IHOP|Denny's|Outback Steakhouse|Red Lobster|Cracker Barrel|Buffalo Wild Wings|Shake Shack|Jamba Juice|Peet's Coffee|Exxon|Mobil|ARCO|Valero|Sunoco|Speedway|Wawa|Sheetz|QuikTrip|Casey's|Flying J|Pilot|Love's|Sprouts|Harbor Freight|Michaels|Hobby Lobby|Jo-Ann|Sally Beauty|Ulta|GameStop|Dick's Sporting Goods|REI|Tractor Supply|Hampton Inn|Courtyard by Marriott|Fairfield Inn|La Quinta Inn|Comfort Inn|Hilton Garden Inn|Five Below|Whataburger|Culver's|Waffle House|Bob Evans|Ruby Tuesday|Texas Roadhouse|LongHorn Steakhouse|Red Robin|Carrabba's|P.F. Chang's|California Pizza Kitchen|Noodles & Company|Jimmy John's|Firehouse Subs|Jersey Mike's|Little Caesars|Papa John's|Carl's Jr.|Hardee's|El Pollo Loco|Del Taco|Qdoba|Moe's Southwest Grill|Zaxby's|Raising Cane's|Bojangles|White Castle|Steak 'n Shake|Baskin-Robbins|Cold Stone Creamery|Einstein Bros. Bagels|Caribou Coffee|Dutch Bros|Corner Bakery Cafe|Au Bon Pain|Winn-Dixie|Harris Teeter|ShopRite|Giant Food|Food 4 Less|Smart & Final|Stater Bros|Raley's|Fry's Food|King Soopers|Fred Meyer|Smith's Food & Drug|WinCo|Piggly Wiggly|Ingles|H Mart|99 Ranch Market|Burlington|Nordstrom Rack|JCPenney|Banana Republic|Victoria's Secret|Bath & Body Works|Payless|DSW|Forever 21|American Eagle|Abercrombie & Fitch|Crate & Barrel|Pottery Barn|Williams-Sonoma|Party City|OfficeMax|FedEx Office|The UPS Store|US Post Office|United States Postal Service|Phillips 66|Conoco|Citgo|Kum & Go|RaceTrac|Maverik|Thorntons|Buc-ee's|Advance Auto Parts|Pep Boys|Jiffy Lube|Discount Tire|Enterprise Rent-A-Car|Duane Reade|Bartell Drugs|Kinney Drugs|Kirkland's|HomeGoods|Hibbett|Academy Sports|Bass Pro Shops|Cabela's|Guitar Center|Micro Center|Fry's Electronics|RadioShack|Verizon|T-Mobile|AMC Theatres|Regal Cinemas|Cinemark",
  CA: "Tim Hortons|Loblaws|Sobeys|Canadian Tire|Shoppers Drug Mart|No Frills|Real Canadian Superstore|Food Basics|Petro-Canada|Provigo|Jean Coutu|Pharmaprix|Dollarama|LCBO|Save-On-Foods|FreshCo|Zehrs|Farm Boy|Harvey's|Swiss Chalet|IGA|IGA Extra|Super C|Longo's|Home Hardware|HomeSense|Boston Pizza|A&W|St-Hubert|Second Cup|Cineplex|Ultramar|Couche-Tard|SAQ|Bulk Barn|T&T Supermarket|London Drugs|Rexall|Mark's|Sport Chek|The Keg",
  GB: "Tesco|Sainsbury's|Asda|Morrisons|Waitrose|Marks & Spencer|M&S|Boots|Superdrug|Poundland|Greggs|WHSmith|Argos|B&Q|Wilko|Iceland|Co-op|Caffe Nero|Wagamama|Wetherspoon|Halfords|Screwfix|Wickes|Next|John Lewis|Waterstones|TK Maxx|Debenhams|House of Fraser|New Look|River Island|Currys|Currys PC World|Homebase|Pets at Home|Smyths Toys|Card Factory|Home Bargains|B&M|Matalan|Timpson|Specsavers|Holland & Barrett|Lloyds Pharmacy|Pizza Express|Zizzi|Toby Carvery|Beefeater|Premier Inn|Travelodge|Itsu|Wasabi|Patisserie Valerie|Harris + Hoole|Gail's|Cote Brasserie|Bella Italia|Frankie & Benny's|Budgens|Londis|Booths|Farmfoods|Ocado|BP|M&S Simply Food|Welcome Break|Euro Garages|NCP|Greater Anglia|LNER|National Express|Royal Mail",
  IE: "Dunnes Stores|SuperValu|Centra|Supermac's|Applegreen|Tesco Ireland|SuperQuinn|Penneys|Eason|Butlers Chocolate Café|Insomnia|Boots|Aer Lingus|Maxol",
  DE: "REWE|EDEKA|Penny|Netto Marken-Discount|Kaufland|Marktkauf|dm-drogerie markt|Rossmann|Müller|Tegut|Norma|OBI|Bauhaus|Hornbach|toom|Aral|Jet|Tchibo|Nordsee|Thalia|Real|Globus|famila|Hit|Galeria|Karstadt|Conrad|Vapiano|Backwerk|Kamps|Budni|Alnatura|denns|Fressnapf|Expert|Euronics|Depot|Woolworth|TEDi|KiK|NKD|Ernsting's family|Takko|New Yorker|Netto|Netto City|Aldi Süd|Aldi Nord|HIT Markt|nahkauf|CAP-Markt|V-Markt|Müller Drogerie|Hugendubel|Mayersche|Hagebaumarkt|Raiffeisen|XXXLutz|Höffner|Dänisches Bettenlager|mömax|Peek & Cloppenburg|Galeria Kaufhof|s.Oliver|Esprit|Nanu-Nana|Ditsch|Le CroBag|Backhaus|Steinecke|Wiener Feinbäckerei|Block House|Hans im Glück|L'Osteria|Peter Pane|Maredo|Autohof|Tank & Rast|HEM|OIL!|Deutsche Bahn|DB Fernverkehr|Getränke Hoffmann|trinkgut|Fristo|dm|Budnikowsky",
  AT: 'Billa|Hofer|Merkur|Bipa|MPreis|OMV|Libro|Anker|Interspar|Eurospar|Unimarkt|DM Drogerie Markt|Müller|Hartlauer|Thalia|XXXLutz|Ströck|Der Mann|Nordsee|Avanti|ÖBB',
  CH: 'Migros|Coop|Denner|Manor|Volg|Kiosk|Globus|Coop City|Aldi Suisse|Landi|Interdiscount|Fust|Jumbo|Ikea|SBB CFF FFS|Sprüngli|Confiserie Bachmann|Tibits|Brezelkönig|Agrola|Socar',
  FR: "E.Leclerc|Leclerc|Intermarché|Monoprix|Franprix|Casino|Super U|Hyper U|Picard|Fnac|Darty|Leroy Merlin|Castorama|Boulanger|Paul|Relay|Cora|Match|Quick|Courtepaille|Buffalo Grill|Flunch|Carrefour City|Carrefour Market|Carrefour Express|U Express|Système U|Leader Price|Grand Frais|Naturalia|Biocoop|Bio c' Bon|Monop'|Vival|Géant Casino|Petit Casino|Cultura|Maisons du Monde|Conforama|Brico Dépôt|Bricorama|Mr Bricolage|Gifi|Kiabi|Celio|Promod|Marionnaud|Nocibé|Yves Rocher|La Halle|Gémo|Brioche Dorée|La Mie Câline|Marie Blachère|Bistrot Régent|Hippopotamus|La Boucherie|Léon de Bruxelles|Del Arte|SNCF|RATP|Total Access|Ibis|Mercure|Campanile|Première Classe",
  BE: 'Delhaize|Colruyt|Kruidvat|Hema|Carrefour Market|Delitraiteur|Brico|Colruyt Group|Bio-Planet|Albert Heijn|Panos|Exki|Le Pain Quotidien|Lunch Garden|SNCB|NMBS|Krëfel|Vanden Borre|Torfs|JBC|ZEB|Ici Paris XL',
  NL: "Albert Heijn|Jumbo|Hema|Kruidvat|Etos|Gamma|Praxis|Blokker|Plus|Dirk|Vomar|Coop|Albert Heijn to go|AH to go|Dekamarkt|Hoogvliet|Ekoplaza|Xenos|Karwei|Intratuin|Bijenkorf|HEMA|Bruna|AKO|Scapino|vanHaren|Zeeman|Wibra|BCC|Coolblue|MediaMarkt|La Place|Julia's|Smullers|FEBO|TinQ|Gall & Gall|Jamin",
  IT: "Esselunga|Conad|Eurospin|Pam|Despar|Autogrill|Unieuro|Ipercoop|MD|Penny Market|Eataly|Q8|Eni|Tigotà|Carrefour Market|Coop|Bennet|Famila|Tigros|Penny|In's Mercato|Todis|A&O|Acqua & Sapone|OVS|Upim|La Rinascente|Feltrinelli|Mondadori|Mediaworld|Euronics|Trony|Leroy Merlin|Brico Center|Bricofer|Obi|Chef Express|Old Wild West|La Piadineria|Rossopomodoro|Venchi|Grom|Trenitalia|Tamoil|Agip",
  ES: "Mercadona|Dia|El Corte Inglés|Eroski|Consum|Alcampo|Repsol|Cepsa|Bonpreu|Condis|Hipercor|Carrefour Express|Supercor|Ahorramas|Gadis|Froiz|Caprabo|BM Supermercados|Covirán|Masymas|Primaprix|Mercado Provenzal|Druni|Primor|Leroy Merlin|Bricomart|Bricor|Fnac|Casa del Libro|Cortefiel|Springfield|Bershka|Pull & Bear|Stradivarius|Massimo Dutti|100 Montaditos|Telepizza|Foster's Hollywood|Rodilla|Granier|Renfe|Galp|BP|Ballenoil|Paradores",
  PT: 'Pingo Doce|Continente|Minipreço|Galp|Intermarché|Mercadona|Wells|Worten|Fnac|Staples|Bertrand|Padaria Portuguesa|A Padaria Portuguesa|Telepizza|Burger Ranch|BP|Prio|Repsol|CP Comboios de Portugal',
  SE: "ICA|Willys|Hemköp|Coop|Systembolaget|Pressbyrån|Max|Clas Ohlson|Åhléns|Apoteket|ICA Nära|ICA Supermarket|ICA Kvantum|ICA Maxi|Coop Konsum|Hemglass|City Gross|Biltema|Jula|Elgiganten|Kjell & Company|KappAhl|Gina Tricot|Dressmann|Espresso House|Wayne's Coffee|Sibylla|OKQ8|Preem|SJ|Kronans Apotek|Lagerhaus|Indiska|Akademibokhandeln|ÖoB|Dollarstore",
  NO: 'Kiwi|REMA 1000|Meny|Bunnpris|Extra|Joker|Narvesen|Vinmonopolet|Coop|Coop Extra|Coop Prix|Coop Mega|Coop Obs|Matkroken|Deli de Luca|Europris|Clas Ohlson|Biltema|Elkjøp|Cubus|Dressmann|Kaffebrenneriet|Espresso House|Peppes Pizza|YX|Uno-X|Vy|Flytoget|Norli|Apotek 1|Vitusapotek|Boots apotek|Plantasjen|Jernia|Maxbo',
  DK: "Netto|Føtex|Bilka|Irma|Fakta|Matas|Rema 1000|Meny|SuperBrugsen|Kvickly|Dagli'Brugsen|365discount|Min Købmand|Løvbjerg|Silvan|Bauhaus|Elgiganten|Imerco|Magasin|Illum|Bog & Idé|Joe & The Juice|Lagkagehuset|Sunset Boulevard|Jensens Bøfhus|Uno-X|DSB|Søstrene Grene",
  FI: "K-Market|K-Supermarket|K-Citymarket|S-Market|Prisma|Alepa|Sale|Hesburger|R-kioski|ABC|Alko|Tokmanni|Minimani|Halpa-Halli|Sokos|Stockmann|Anttila|Clas Ohlson|Motonet|Verkkokauppa.com|Gigantti|Suomalainen Kirjakauppa|Akateeminen|Fazer Café|Robert's Coffee|Espresso House|Kotipizza|Teboil|St1|VR|K-Rauta|Puuilo",
  PL: 'Biedronka|Żabka|Orlen|Empik|Dino|Stokrotka|Rossmann|Lewiatan|Kaufland|Netto|Polomarket|Eurocash|Delikatesy Centrum|Groszek|Freshmarket|Hebe|Super-Pharm|Castorama|Leroy Merlin|OBI|Media Expert|RTV Euro AGD|CCC|Reserved|Sinsay|Green Caffè Nero|North Fish|Sphinx|BP|PKP Intercity|Matras|Intermarché',
  CZ: 'Albert|Globus|Billa|Tesco|Kaufland|Penny Market|Coop|Hruška|Makro|dm drogerie markt|Rossmann|OBI|Hornbach|Baumax|Datart|Alza|Electro World|Kik|Bageterie Boulevard|CrossCafe|Potrefená husa|Benzina|OMV|MOL|České dráhy',
  LV: 'Narvesen|Drogas|Mego|Top!|Elvi|Depo|Virši|Stockmann|Lido|Maxima X|Maxima XX|Rimi Hyper|Rimi Mini|Aibe|Latvijas tirgotāju|LaTS|Euroaptieka|Mēness aptieka|Benu|Apotheka|K-Senukai|Valters un Rapa|Jāņa Rozes|Gotika|Viada|Astarte|Kool Latvija|Double Coffee|Čili Pica|Hesburger|Sinsay|Euronics|Elkor',
  LT: 'Iki|Norfa|Senukai|Camelia|Aibė|Čia Market|Gintarinė vaistinė|Eurovaistinė|Benu|Moki-Veži|Ermitažas|Viada|Baltic Petroleum|Narvesen|Čili Pizza|Charlie Pizza|Caffeine|Hesburger|Topo centras|Elektromarkt',
  EE: 'Selver|Prisma|Konsum|Coop|Grossi|R-Kiosk|Apotheka|Benu|Südameapteek|Alexela|Olerex|Kaubamaja|Rahva Raamat|Bauhof|Bauhaus|K-Rauta|Hesburger|Tradehouse|Euronics|Comarket|A1000 Market',
  MY: "AEON|Tesco|Giant|Mydin|99 Speed Mart|Mr. D.I.Y.|Secret Recipe|Old Town White Coffee|Popular|Petronas|Petron|BHPetrol|KK Super Mart|MyNews|Jaya Grocer|Village Grocer|Econsave|Aeon Big|Lotus's|NSK|Hero Market|Parkson|Padini|Speedmart|MPH Bookstores|Sushi King|Sakae Sushi|Kenny Rogers Roasters|Marrybrown|Texas Chicken|Tealive|ZUS Coffee|Gong Cha|Chatime|PappaRich|The Chicken Rice Shop|Absolute Thai|Big Pharmacy|Caring Pharmacy|Alpro Pharmacy|Senheng|Harvey Norman|Ace Hardware|Kaison|Eco-Shop|CU Mart|Caltex|SSF|GSC|TGV Cinemas|MBO Cinemas|TF Value-Mart|Aneka",
  ID: "Indomaret|Alfamart|Hypermart|Superindo|Solaria|Pertamina|Ranch Market|HokBen|Kopi Kenangan|Giant|Lotte Mart|Transmart|Yogya|Hero|Foodmart|Lawson|Ace Hardware|Informa|Gramedia|Matahari|Ramayana|Kimia Farma|Century|Bakmi GM|Sederhana|J.CO Donuts|Es Teler 77|Fore Coffee|Janji Jiwa|Excelso|Richeese Factory|A&W|Wendy's|Tomoro Coffee|BreadTalk|Holland Bakery|Alfamidi|Indogrosir|Lottemart",
  SG: "NTUC FairPrice|Cold Storage|Sheng Siong|Ya Kun Kaya Toast|Koufu|BreadTalk|Giant|FairPrice Xtra|FairPrice Finest|Hao Mart|Toast Box|Old Chang Kee|Crystal Jade|Din Tai Fung|Swensen's|Paradise Dynasty|Soup Restaurant|Sakae Sushi|Ajisen Ramen|Food Republic|Kopitiam|Best Denki|Harvey Norman|Popular Bookstore|Kinokuniya|Mustafa Centre|Don Don Donki|SPC|Caltex|ComfortDelGro",
  PH: "Jollibee|SM Supermarket|Mercury Drug|Puregold|Chowking|Mang Inasal|Robinsons|Greenwich|Red Ribbon|Goldilocks|Max's Restaurant|Shakey's|Yellow Cab|Bo's Coffee|South Star Drug|Rose Pharmacy|National Book Store|Ace Hardware|SM Hypermarket|SM Department Store|Landers|S&R|Shopwise|Rustan's|MetroMart|Ministop|Alfamart|Petron|Caltex|Seaoil|Kenny Rogers|Army Navy|Tokyo Tokyo|Gerry's Grill|Vikings|The Bistro Group",
  IN: "Big Bazaar|DMart|Reliance Fresh|Cafe Coffee Day|More Supermarket|Spencer's|Saravanaa Bhavan|Haldiram's|Nature's Basket|Vishal Mega Mart|Shoppers Stop|Pantaloons|Westside|Reliance Smart|Reliance Digital|Croma|Vijay Sales|Crossword|Apollo Pharmacy|MedPlus|Chaayos|Bikanervala|Sagar Ratna|Barbeque Nation|Wow! Momo|Faasos|Indian Oil|Bharat Petroleum|Hindustan Petroleum|HPCL|BPCL|IRCTC|Uber|PVR Cinemas|INOX|Bata",
  AU: "Woolworths|Coles|Bunnings|Kmart|JB Hi-Fi|Officeworks|Hungry Jack's|Chemist Warehouse|Dan Murphy's|IGA|Harris Farm|Big W|Myer|David Jones|Harvey Norman|Supercheap Auto|BWS|Liquorland|First Choice|The Coffee Club|Gloria Jean's|Boost Juice|Guzman y Gomez|Grill'd|Red Rooster|Oporto|Ampol|Caltex|BP|Coles Express|Puma Energy|Mitre 10|Cotton On|Dymocks|Australia Post|Woolworths Metro|EG Fuelco|United Petroleum",
  NZ: "Countdown|Pak'nSave|New World|The Warehouse|Z Energy|Four Square|FreshChoice|SuperValue|Mitre 10|Bunnings|Kmart|Noel Leeming|Briscoes|Whitcoulls|Paper Plus|BP Connect|Burger Fuel|Hell Pizza|Robert Harris|Unichem|Woolworths",
  ZA: "Pick n Pay|Checkers|Shoprite|Clicks|Dis-Chem|Spur|Engen|Woolworths|SPAR|Makro|Mr Price|Edgars|Truworths|Ackermans|PEP|Builders Warehouse|Steers|Wimpy|Debonairs Pizza|Mugg & Bean|Ocean Basket|RocoMamas|Vida e Caffè|Sasol|Caltex|BP|Exclusive Books|CNA|Incredible Connection|Food Lover's Market|OK Foods",
  JP: "セブン-イレブン|ファミリーマート|ローソン|ミニストップ|セイコーマート|デイリーヤマザキ|イトーヨーカドー|マックスバリュ|ドン・キホーテ|マツモトキヨシ|ウエルシア|ヨドバシカメラ|ビックカメラ|ヤマダ電機|ダイソー|無印良品|すき家|吉野家|松屋|サイゼリヤ|ガスト|ドトールコーヒー|スターバックス|Lawson|MOS Burger|Yoshinoya|Don Quijote|Ministop|Seicomart|Daily Yamazaki|Aeon|Ito Yokado|Seiyu|Maruetsu|Matsumoto Kiyoshi|Tsuruha|Welcia|Bic Camera|Yodobashi Camera|Yamada Denki|Nitori|Muji|Tokyu Hands|Book Off|Kinokuniya|Saizeriya|Gusto|Denny's|Sukiya|Matsuya|Doutor|Tully's Coffee|Komeda|Ootoya|Kura Sushi|Sushiro|Ichiran|Ippudo|ENEOS|Idemitsu|Takashimaya|Isetan|Mitsukoshi|Daimaru",
  TR: 'Migros|BIM|A101|ŞOK|CarrefourSA|Bim|Macrocenter|Happy Center|Hakmar|Teknosa|MediaMarkt|LC Waikiki|DeFacto|Simit Sarayı|Köfteci Yusuf|Kahve Dünyası|Opet|Petrol Ofisi|Koçtaş|D&R',
  RO: 'Mega Image|Profi|Kaufland|Petrom|Penny|Penny Market|Selgros|La Doi Pasi|Dedeman|Altex|eMAG|Hornbach|Leroy Merlin|Sensiblu|Help Net|OMV|Rompetrol|MOL|Lukoil|Cărturești|5 to go|Fornetti|dm drogerie markt',
  MX: 'Oxxo|Soriana|Chedraui|Sanborns|Bodega Aurrera|Walmart|La Comer|Superama|HEB|S-Mart|Palacio de Hierro|Suburbia|Coppel|Toks|El Globo|Farmacias Guadalajara|Farmacias del Ahorro|Farmacias Benavides|Pemex|Cinépolis|Cinemex|Italian Coffee',
  SK: 'Tesco|Kaufland|Billa|Coop Jednota|Terno|Slovnaft|dm drogerie markt|Hornbach|Martinus|Panta Rhei',
  HU: 'Tesco|Interspar|Penny Market|CBA|Coop|Rossmann|dm|OBI|Praktiker|MOL|OMV|Libri|Alexandra|Fornetti|Lipóti Pékség',
  HR: 'Konzum|Kaufland|Plodine|Studenac|dm|Müller|Bauhaus|Pevex|INA|Tifon|Tisak',
  SI: 'Mercator|Hofer|E.Leclerc|dm|Müller|OMV|Bauhaus',
  RS: 'Mercator|NIS Petrol|Gazprom|Maxi|Макси|Idea|Идеа|Roda|Лидл|Lilly|Универекспорт',
  RU: 'Пятёрочка|Магнит|Перекрёсток|Лента|Ашан|Дикси|ВкусВилл|Красное & Белое|Спортмастер|М.Видео|Лукойл|Газпромнефть|Роснефть|Монетка|Верный|Светофор|Бристоль|Вкусно и точка|Шоколадница|Теремок',
  UA: 'Сільпо|АТБ|АТБ-Маркет|Фора|Novus|Варус|Велика Кишеня|Епіцентр|ОККО|WOG|Аврора|EVA|Фокстрот|Нова Пошта|Близенько|Рукавичка|Пузата Хата|Львівські круасани|Аптека АНЦ|Подорожник',
  BG: 'Фантастико|Била|Кауфланд|Лидл|Хеликон|Лукойл|Хипоком|Технополис|Kaufland|Billa|Fantastico|T-Market|dm|OMV|Lukoil|Praktiker',
  GR: 'Σκλαβενίτης|ΑΒ Βασιλόπουλος|Μασούτης|Γρηγόρης|Κρητικός|Γαλαξίας|Κωτσόβολος|Πλαίσιο|Βενέτης|Mikel|Coffee Island|Everest|Sklavenitis|AB Vassilopoulos|Masoutis|My Market|Gregorys|EKO|Plaisio|Jumbo',
  VN: 'VinMart|WinMart|Co.opmart|Big C|Lotte Mart|GS25|Bach Hoa Xanh|Highlands Coffee|The Coffee House|Phuc Long|Trung Nguyen|Petrolimex|Fahasa|Pharmacity|Long Chau',
  TH: "Big C|Tesco Lotus|Lotus's|Tops|Makro|Villa Market|Gourmet Market|Boots|HomePro|B2S|MK Restaurants|S&P|Bar B Q Plaza|Café Amazon|Black Canyon|PTT|Bangchak|The Pizza Company|Swensen's|Fuji Restaurant|Yayoi",
  KR: 'GS25|이마트|이마트24|홈플러스|롯데마트|세븐일레븐|스타벅스|올리브영|다이소|파리바게뜨|뚜레쥬르|이디야커피|메가커피|맘스터치|코스트코|하나로마트',
  TW: '全聯福利中心|全家便利商店|統一超商|萊爾富|家樂福|康是美|寶雅|大潤發|美廉社|麥當勞',
  CN: '永辉超市|大润发|沃尔玛|盒马鲜生|华润万家|物美超市|便利蜂|瑞幸咖啡|肯德基|麦当劳|海底捞|名创优品',
  HK: "百佳超級市場|惠康超級市場|大家樂|大快活|翠華餐廳|Wellcome|ParknShop|Mannings|Fairwood|Café de Coral|Maxim's|SaSa|City'super|Tai Hing|Yoshinoya|Genki Sushi|Citybus|MTR",
  KE: 'Naivas|QuickMart|Chandarana|Tuskys|Uchumi|Java House|Artcaffe|Rubis|Safaricom',
  NG: "Shoprite|Ebeano|Justrite|Chicken Republic|Mr Bigg's|Oando|NNPC",
  AE: 'Lulu Hypermarket|Spinneys|Waitrose|Choithrams|Union Coop|Al Maya|ADNOC|ENOC|EPPCO|Virgin Megastore|Sharaf DG|Jumbo Electronics|Tim Hortons|Al Baik|Shake Shack',
  SA: "Tamimi Markets|Othaim|Jarir Bookstore|Al Baik|Kudu|Herfy|Barn's|Aldrees|Nahdi Pharmacy",
  EG: "Seoudi|Spinneys|Kazyon|Hyper One|El Ezaby|Cilantro|Zooba|Cook Door|Mo'men",
  BR: "Pão de Açúcar|Assaí|Atacadão|Zaffari|Guanabara|Drogasil|Droga Raia|Drogaria São Paulo|Pague Menos|Lojas Americanas|Magazine Luiza|Casas Bahia|Renner|Riachuelo|Kalunga|Habib's|Bob's|Giraffas|Spoleto|Outback Steakhouse|Ipiranga|Petrobras|Posto Shell|Livraria Cultura|Saraiva|Leroy Merlin",
  AR: 'Coto|Jumbo|Día|Changomas|Farmacity|YPF|Axion|Havanna|Mostaza|Café Martínez|Freddo',
  CL: 'Jumbo|Lider Express|Santa Isabel|Unimarc|Falabella|Ripley|Sodimac|Cruz Verde|Salcobrand|Ahumada|Copec|Juan Maestro|Doggis',
  CO: 'Éxito|Carulla|Olímpica|Jumbo|D1|Justo & Bueno|Alkosto|Homecenter|Falabella|Crepes & Waffles|Juan Valdez|El Corral|Frisby|Farmatodo|Drogas La Rebaja',
  PE: "Plaza Vea|Wong|Tottus|Metro Cencosud|Oxxo|Norky's|China Wok|Promart|Maestro|Ripley|Oechsle|Topitop|Cineplanet|Vivanda|Tambo|Inkafarma|Mifarma|Sodimac|Bembos|Pardos Chicken|Primax|Repsol",
}

export interface Brand {
  name: string
  /** ISO 3166 code; null for chains of several countries. */
  country: string | null
  key: string
}

const keyOf = (text: string) => fold(text).replace(/[^\p{L}\p{N}]/gu, '')

const brands: Brand[] = []
for (const [country, names] of Object.entries(chains)) {
  for (const name of names.split('|')) {
    const key = keyOf(name)
    const known = brands.find((brand) => brand.key === key)
    // A chain of two countries points to neither.
    if (known) known.country = null
    else brands.push({ name, country: country === '*' ? null : country, key })
  }
}

/** The chain of just this name, however it is written. */
export function brandNamed(name: string): Brand | null {
  const key = keyOf(name)
  return brands.find((brand) => brand.key === key) ?? null
}

/** Brands whose name is also an ordinary word count only when they fill a row. */
const longEnough = 5

/**
 * The chain named in a row: its whole text up to a branch number, or the words it begins with. From eight
 * letters on, one or two letters may be garbled when the row holds nothing else.
 */
export function findBrand(text: string): { brand: Brand; exact: boolean } | null {
  const key = keyOf(text.replace(/[#№].*$/, '').replace(/\b(?:store|no|nr)\.? ?\d+.*$/i, ''))
  if (key.length < 3) return null
  const whole = brands.find((brand) => brand.key === key)
  if (whole) return { brand: whole, exact: true }
  const words = fold(text).split(/[^\p{L}\p{N}'&.-]+/u)
  for (let end = Math.min(4, words.length); end >= 1; end--) {
    const begin = keyOf(words.slice(0, end).join(''))
    const brand = begin.length >= longEnough ? brands.find((b) => b.key === begin) : undefined
    if (brand) return { brand, exact: true }
  }
  if (key.length < 7 || /\d/.test(key)) return null
  const limit = key.length >= 9 ? 2 : 1
  const garbled = brands.find((b) => b.key.length >= 8 && isGarbled(b.key, key, limit))
  return garbled ? { brand: garbled, exact: false } : null
}

/** Registered companies behind large chains, where receipts are headed by them. */
const companies = (
  'MR. D.I.Y. (M) SDN BHD|AEON CO. (M) BHD|AEON BIG (M) SDN BHD|TESCO STORES (MALAYSIA) SDN BHD|' +
  'GCH RETAIL (MALAYSIA) SDN BHD|MYDIN MOHAMED HOLDINGS BHD|GERBANG ALAF RESTAURANTS SDN BHD|QSR STORES SDN BHD|' +
  'KFC (PENINSULAR MALAYSIA) SDN BHD|PIZZA HUT RESTAURANTS SDN BHD|BERJAYA STARBUCKS COFFEE COMPANY SDN BHD|' +
  'SECRET RECIPE CAKES & CAFE SDN BHD|7-ELEVEN MALAYSIA SDN BHD|99 SPEED MART SDN BHD|MYNEWS RETAIL SDN BHD|' +
  "WATSON'S PERSONAL CARE STORES SDN BHD|GUARDIAN HEALTH AND BEAUTY SDN BHD|POPULAR BOOK CO. (M) SDN BHD|" +
  'MPH BOOKSTORES SDN BHD|UNIQLO (MALAYSIA) SDN BHD|PADINI DOT COM SDN BHD|COURTS (MALAYSIA) SDN BHD|' +
  "SENHENG ELECTRIC (KL) SDN BHD|IKANO HANDEL SDN BHD|NANDO'S CHICKENLAND MALAYSIA SDN BHD|SUSHI KIN SDN BHD|" +
  'PARKSON CORPORATION SDN BHD|ECONSAVE CASH & CARRY SDN BHD|HERO MARKET SDN BHD|TF VALUE-MART SDN BHD|' +
  'CARING PHARMACY RETAIL MANAGEMENT SDN BHD|ALPRO PHARMACY SDN BHD|PETRONAS DAGANGAN BERHAD|' +
  'DAISO MALAYSIA SDN BHD|H & M RETAIL SDN BHD|GOLDEN SCREEN CINEMAS SDN BHD|TGV CINEMAS SDN BHD|POS MALAYSIA BERHAD'
)
  .split('|')
  .map((name) => ({ name, key: keyOf(name), short: keyOf(name.replace('(M)', '')) }))

/** The name of a known company in which recognition garbled or lost a letter; null for others. */
export function knownCompany(name: string): string | null {
  const key = keyOf(name)
  return companies.find((c) => c.key !== key && c.short !== key && isGarbled(c.key, key, 2))?.name ?? null
}
