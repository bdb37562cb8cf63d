import { lookAlikes } from '../src/ocr/look-alikes.ts'
import type { Random } from './random.ts'
import { latinLetters, latinWords } from './train-scripts-latin.ts'

/** What the network learns to read in a script: its letters, and words of receipts in the languages that write it. */
export interface Script {
  letters: string
  words: string[]
}

const cyrillic =
  `ИТОГО ИТОГ К ОПЛАТЕ Наличные Наличными Безналичными Сдача Получено Кассир Кассовый чек Приход Продажа Сумма Скидка НДС
Без Всего Цена Количество Товар Магазин Продукты Супермаркет Аптека Ресторан Кафе Столовая Пекарня Гостиница Заправка
Хлеб Молоко Масло сливочное Сыр Яйцо куриное Кофе Чай черный Вода Пиво светлое Сок яблочный Йогурт Кефир Творог Сметана Картофель
Огурцы Помидоры Бананы Апельсины Мясо Говядина Свинина Колбаса варёная Рыба Шоколад Печенье Конфеты Сахар Мука Соль Рис Гречка
улица проспект дом город Москва Санкт-Петербург Екатеринбург Новосибирск Ленина Пушкина Советская Смена Документ Место расчетов
Спасибо за покупку Приходите ещё Добро пожаловать ООО ИП ОАО ЗАО ИНН ФН ФД ФПД РН ККТ СНО Сайт ФНС Эл адр отправителя Карта Банк Сбербанк
Аренда Доставка Услуги Парковка Билет Проезд Бензин Дизельное топливо Объём Юрьев Щербаков Цыганов Ёлкина Эдуард Фёдоров Журавлёв
ВСЬОГО СУМА Готівка Готівкою Решта До сплати Знижка ПДВ Касир Касовий чек Фіскальний чек Дякуємо за покупку Магазин Крамниця Їдальня
Аптека Ресторан Кав'ярня Хліб Молоко Олія Сир Яйця Кава Чай Вода Пиво Цукор Ковбаса Риба Картопля Цибуля Морква Яблука Ґрунт Ґанок вулиця
Київ Львів Одеса Харків Дніпро Хрещатик Шевченка Франка Товар Кількість Ціна Картка Безготівкова Податок Єдиний Її Україна Євген Юлія
ОБЩО ОБЩА СУМА В БРОЙ Ресто Каса Касиер Касов бон Фискален бон Данъчна основа ДДС ЕИК ЗДДС Плащане Карта Отстъпка Артикул Междинна сума
Хляб Мляко Кисело мляко Сирене Кашкавал Яйца Кафе Минерална вода Бира Захар Олио Домати Краставици Ябълки Пиле Кайма Баница Шоколад
бул. ул. гр. София Пловдив Варна Бургас Витоша Раковски Магазин Хранителни стоки Аптека Ресторант Бензиностанция ЕООД ООД АД Благодарим Ви
УКУПНО УКУПАН ИЗНОС За уплату Готовина Повраћај Уплаћено Фискални рачун Рачун Касир Пекара Продавница Порез ПДВ Ознака Стопа Назив Цена
Промет продаја Платна картица Хлеб Бурек Млеко Јогурт Кајмак Сир Јаја Кафа Сок Вода Пиво Шећер Уље Брашно Јабуке Чоколада Ћевапи Љутеница
Његошева Кнеза Милоша Београд Нови Сад Ниш Ђорђе Џем Булевар Хвала Дођите нам опет ДОО ПИБ ЕСИР Бројач рачуна Време Датум
ВКУПНО Вкупен износ Готовина Кусур Сметка Фискална сметка Даночен ДДВ Скопје Битола Ѓорѓи Ќебапи Ѕвезда Леб Млеко Сирење Јајца Кафе Благодариме
РАЗАМ УСЯГО Да аплаты Гатоўка Рэшта Кошт Крама Хлеб Малако Цукар Кава Мінск вуліца Незалежнасці Дзякуй Зніжка Ўліку УНП Ўвод
БАРЛЫҒЫ ЖИЫНЫ Қолма-қол ақша Қайтарым Кассир Тауар Саны Бағасы Дүкен Нан Сүт Май Ірімшік Жұмыртқа Шай Қант Алматы Астана көшесі Рақмет ҚҚС
Өнім Әуезов Үй Һ Ұлттық банкі жеңілдік Ғабит`.split(/\s+/)

const greek =
  `ΣΥΝΟΛΟ ΜΕΡΙΚΟ ΣΥΝΟΛΟ ΓΕΝΙΚΟ ΠΛΗΡΩΤΕΟ ΠΟΣΟ ΜΕΤΡΗΤΑ ΡΕΣΤΑ ΑΠΟΔΕΙΞΗ ΛΙΑΝΙΚΗΣ ΠΩΛΗΣΗΣ ΝΟΜΙΜΗ ΕΝΑΡΞΗ ΛΗΞΗ ΔΕΛΤΙΟΥ ΦΠΑ ΑΦΜ ΔΟΥ ΚΑΘΑΡΗ ΑΞΙΑ
ΤΗΛ ΗΜΕΡΟΜΗΝΙΑ ΩΡΑ ΤΑΜΕΙΟ ΤΑΜΙΑΣ ΠΟΣΟΤΗΤΑ ΤΙΜΗ ΕΙΔΟΣ ΕΚΠΤΩΣΗ ΚΑΡΤΑ ΠΙΣΤΩΤΙΚΗ ΧΡΕΩΣΤΙΚΗ ΕΥΧΑΡΙΣΤΟΥΜΕ ΓΙΑ ΤΗΝ ΠΡΟΤΙΜΗΣΗ ΣΑΣ ΤΡΑΠΕΖΙ ΑΡΙΘΜΟΣ
ΑΡΤΟΠΟΙΕΙΟ ΦΟΥΡΝΟΣ ΖΑΧΑΡΟΠΛΑΣΤΕΙΟ ΕΣΤΙΑΤΟΡΙΟ ΤΑΒΕΡΝΑ ΚΑΦΕΝΕΙΟ ΦΑΡΜΑΚΕΙΟ ΨΗΤΟΠΩΛΕΙΟ ΨΑΡΟΤΑΒΕΡΝΑ ΠΡΑΤΗΡΙΟ ΥΓΡΩΝ ΚΑΥΣΙΜΩΝ ΞΕΝΟΔΟΧΕΙΟ ΒΙΒΛΙΟΠΩΛΕΙΟ ΠΕΡΙΠΤΕΡΟ
ΨΩΜΙ ΓΑΛΑ ΤΥΡΙ ΦΕΤΑ ΓΙΑΟΥΡΤΙ ΑΥΓΑ ΕΛΑΙΟΛΑΔΟ ΚΑΦΕΣ ΕΛΛΗΝΙΚΟΣ ΦΡΑΠΕ ΤΣΑΙ ΝΕΡΟ ΜΠΥΡΑ ΚΡΑΣΙ ΛΕΥΚΟ ΧΥΜΟΣ ΠΟΡΤΟΚΑΛΙ ΜΗΛΑ ΝΤΟΜΑΤΕΣ ΑΓΓΟΥΡΙΑ ΠΑΤΑΤΕΣ
ΣΟΥΒΛΑΚΙ ΓΥΡΟΣ ΧΟΙΡΙΝΟ ΚΟΤΟΠΟΥΛΟ ΜΟΣΧΑΡΙ ΨΑΡΙ ΜΟΥΣΑΚΑΣ ΧΩΡΙΑΤΙΚΗ ΣΑΛΑΤΑ ΤΖΑΤΖΙΚΙ ΜΠΟΥΓΑΤΣΑ ΣΠΑΝΑΚΟΠΙΤΑ ΤΥΡΟΠΙΤΑ ΖΑΧΑΡΗ ΑΛΕΥΡΙ ΣΟΚΟΛΑΤΑ ΒΟΥΤΥΡΟ
ΟΔΟΣ ΛΕΩΦΟΡΟΣ ΠΛΑΤΕΙΑ ΑΘΗΝΑ ΘΕΣΣΑΛΟΝΙΚΗ ΠΑΤΡΑ ΗΡΑΚΛΕΙΟ ΒΟΛΟΣ ΡΟΔΟΣ ΚΕΡΚΥΡΑ ΕΡΜΟΥ ΣΤΑΔΙΟΥ ΠΑΝΕΠΙΣΤΗΜΙΟΥ ΤΣΙΜΙΣΚΗ ΕΓΝΑΤΙΑ ΒΑΣΙΛΙΣΣΗΣ ΣΟΦΙΑΣ ΑΕ ΕΠΕ ΟΕ ΙΚΕ ΥΙΟΙ
Σύνολο Μερικό σύνολο Γενικό Πληρωτέο ποσό Μετρητά Ρέστα Απόδειξη λιανικής πώλησης Νόμιμη έναρξη λήξη δελτίου Καθαρή αξία Τηλέφωνο Ημερομηνία Ώρα Ταμείο Ταμίας
Ποσότητα Τιμή Είδος Έκπτωση Κάρτα Πιστωτική Χρεωστική Ευχαριστούμε για την προτίμησή σας Τραπέζι Αριθμός Αρτοποιείο Φούρνος Ζαχαροπλαστείο Εστιατόριο Ταβέρνα
Καφενείο Φαρμακείο Ψητοπωλείο Ψαροταβέρνα Πρατήριο υγρών καυσίμων Ξενοδοχείο Βιβλιοπωλείο Περίπτερο Ψωμί Γάλα Τυρί Φέτα Γιαούρτι Αυγά Ελαιόλαδο Καφές Ελληνικός
Φραπέ Τσάι Νερό Μπύρα Κρασί λευκό Χυμός πορτοκάλι Μήλα Ντομάτες Αγγούρια Πατάτες Σουβλάκι Γύρος χοιρινό Κοτόπουλο Μοσχάρι Ψάρι Μουσακάς Χωριάτικη σαλάτα Τζατζίκι
Μπουγάτσα Σπανακόπιτα Τυρόπιτα Ζάχαρη Αλεύρι Σοκολάτα Βούτυρο Οδός Λεωφόρος Πλατεία Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Βόλος Ρόδος Κέρκυρα Ερμού Σταδίου
Πανεπιστημίου Τσιμισκή Εγνατία Βασιλίσσης Σοφίας Γιώργος Παπαδόπουλος Όλγα Άννα Ήπειρος Ίδρυμα Ύδρα Έλενα μαΐστρος προϊόν προϊόντα ταξίδι ξύλο Θάλασσα Ψυχή άνθος
ΠΑΪΔΑΚΙΑ ΠΡΟΪΟΝ ΫΑΛΟΣ ρεΰμα πραΰς λαϊκή Μαΐου`.split(/\s+/)

const latin =
  `VISA MASTERCARD LIDL BILLA SPAR IKEA Shell OMV DHL Wi-Fi www.shop.com info@mail.net POS TID MID RRN AID Coca-Cola Pepsi Nescafe Fanta
Sprite Heineken Bio Fresh Duracell Nivea Milka Snickers Google Pay Apple iPhone USB kg ml pcs EUR USD RSD BGN UAH AB QR http bank Contactless DEBIT Visa Hotel Booking Uber Bolt`.split(
    /\s+/,
  )

export const scripts: Record<keyof typeof lookAlikes | 'latin', Script> = {
  cyrillic: {
    letters:
      'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐЎЂЈЉЊЋЏЃЌЅӘҒҚҢӨҰҮҺабвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђјљњћџѓќѕәғқңөұүһ',
    words: cyrillic,
  },
  greek: {
    letters: 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫαβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ',
    words: greek,
  },
  latin: { letters: latinLetters, words: latinWords },
}

/** In most typefaces a comma below a letter looks like a cedilla. */
const cedillas = ['ȘșȚț', 'ŞşŢţ'] as const

/** The text as the network is to read it: letters that look like one of the script's own are that one. */
export function asRead(script: keyof typeof scripts, text: string): string {
  const [from, to] = script === 'latin' ? cedillas : lookAlikes[script]
  return [...text].map((character) => to[from.indexOf(character)] ?? character).join('')
}

/** JavaScript makes two characters of the small dotted İ. */
const small = (text: string) => text.toLowerCase().replaceAll('i\u0307', 'i')

/** A line as it may stand on a receipt in this script. */
export function lineIn({ letters, words }: Script, currency: string, random: Random): string {
  const pick = <T>(items: ArrayLike<T>): T => items[Math.floor(random() * items.length)] as T
  const digits = (count: number) => Array.from({ length: count }, () => pick('0123456789')).join('')
  const upTo = (count: number) => 1 + Math.floor(random() * count)
  const money = () => {
    const amount = `${pick('123456789')}${digits(upTo(4) - 1)}${pick(['.', ',', ',', '.', '-', '='])}${digits(2)}`
    return pick([
      amount,
      amount,
      amount,
      `${amount} ${pick(currency)}`,
      `${amount}${pick(currency)}`,
      `${pick(currency)}${amount}`,
      `=${amount}`,
      `-${amount}`,
      `*${amount}`,
    ])
  }
  const date = () => {
    const between = pick('./-')
    return `${digits(2)}${between}${digits(2)}${between}${pick(['20', ''])}${digits(2)}${pick(['', '', ` ${digits(2)}:${digits(2)}`])}`
  }
  const word = (): string => {
    const kind = random()
    if (kind < 0.12) return pick(latin)
    if (kind < 0.3) {
      const some = Array.from({ length: upTo(8) }, () => pick(letters)).join('')
      return random() < 0.5 ? some.toUpperCase() : random() < 0.7 ? small(some) : some
    }
    // Halves of two words: so that no word is learnt by heart.
    const one = pick(words)
    const other = pick(words)
    const made =
      kind < 0.65
        ? one.slice(0, Math.ceil(one.length / 2)) + small(other.slice(Math.floor(other.length / 2)))
        : one
    return random() < 0.4 ? made.toUpperCase() : random() < 0.25 ? small(made) : made
  }
  const beside = () =>
    pick([
      money,
      money,
      date,
      () => digits(upTo(10)),
      () => `${upTo(9)}${pick(' xx*')}${money()}`,
      () => `${pick('№#')}${digits(upTo(6))}`,
      () => `${pick([5, 9, 13, 18, 20, 24])}%`,
    ])()
  const dress = (text: string) =>
    pick([
      ...Array(8).fill(text),
      `${text}:`,
      `${text}:`,
      `"${text}"`,
      `«${text}»`,
      `(${text})`,
      `${text},`,
      `${text}.`,
      `${text}!`,
      `${text};`,
      `*${text}`,
      `${text}/${word()}`,
      `${text}-${word()}`,
      `${text} & ${word()}`,
      `${text}+`,
      `<${text}>`,
      `${text}_${digits(1)}`,
      `${text}?`,
      `'${text}'`,
      `№ ${text}`,
    ])
  if (random() < 0.1) return beside()
  const text = Array.from({ length: upTo(4) }, () => dress(word())).join(' ')
  return random() < 0.35 ? `${text} ${beside()}` : random() < 0.1 ? `${beside()} ${text}` : text
}
