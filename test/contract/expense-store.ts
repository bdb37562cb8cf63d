import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expenseFromExtraction } from '../../src/core/expense-from-extraction.ts'
import { type ExpensePage, expenseSorts } from '../../src/core/expense-queries.ts'
import type { ExpenseStore, UserExpenses } from '../../src/core/expense-store.ts'
import { type Extraction, emptyExtraction } from '../../src/core/extraction.ts'
import { newId } from '../../src/core/ids.ts'
import { parseMinorUnits } from '../../src/core/money.ts'
import { convertAmount } from '../../src/core/rates.ts'
import type { ClaimedReceipt } from '../../src/core/reading-leases.ts'
import { objectKeyOf } from '../../src/core/receipt.ts'

const leaseMs = 60_000
const failure = { code: 'image_corrupt', message: 'It is damaged.', hint: 'Take it again.' }
const lunch = { merchant: 'Corner Café', purchaseDate: '2026-10-03', currency: 'EUR', total: '12.50' }

/** What every store of records must do. `open` gives the same store each time; each test has its own user. */
export function expenseStoreContract(open: () => Promise<ExpenseStore>): void {
  async function newUser() {
    const userId = randomUUID()
    return { userId, expenses: (await open()).forUser(userId) }
  }
  type User = Awaited<ReturnType<typeof newUser>>

  const announce = ({ userId, expenses }: User, content: string = randomUUID(), id = newId()) => {
    return expenses.createReceipt(
      {
        id,
        batchId: null,
        sha256: createHash('sha256').update(content).digest('hex'),
        originalFilename: 'receipt.jpg',
        contentType: 'image/jpeg',
        sizeBytes: 1000,
        category: null,
      },
      objectKeyOf(userId, id),
    )
  }

  async function claim(expenses: UserExpenses, id: string, ms = leaseMs): Promise<ClaimedReceipt> {
    const claimed = await expenses.claimReceipt(id, randomUUID(), ms)
    if (!claimed) throw new Error('Not to be had.')
    return claimed
  }

  const save = (
    expenses: UserExpenses,
    claimed: ClaimedReceipt,
    fields: Partial<Extraction> = lunch,
    raw: unknown = {},
  ) => {
    const extraction = { ...emptyExtraction(), ...fields }
    const answer = {
      extraction,
      extractor: 'stand-in',
      model: 'test',
      promptVersion: '1',
      raw,
      tokensIn: null,
      tokensOut: null,
      durationMs: 1,
    }
    return expenses.saveExtraction(claimed, newId(), answer, (person) =>
      expenseFromExtraction(extraction, '2026-11-23', person),
    )
  }

  async function record(user: User, fields: Partial<Extraction> = lunch): Promise<string> {
    const { id } = await announce(user)
    await user.expenses.markUploaded(id)
    expect(await save(user.expenses, await claim(user.expenses, id), fields)).toBe(true)
    return id
  }

  async function receiptOf({ expenses }: User, id: string) {
    const [entry] = await expenses.listReceipts({ ids: [id], limit: 1 })
    if (!entry) throw new Error('There is no such receipt.')
    return entry
  }

  const list = ({ expenses }: User, filter: Partial<Parameters<UserExpenses['listExpenses']>[0]> = {}) =>
    expenses.listExpenses({
      from: null,
      to: null,
      sort: 'date',
      descending: true,
      limit: 100,
      after: null,
      ...filter,
    })

  describe('a receipt', () => {
    test('is announced once, however many announce it at once', async () => {
      const user = await newUser()
      const receipts = await Promise.all(Array.from({ length: 5 }, () => announce(user, 'the same bytes')))
      expect(new Set(receipts.map((receipt) => receipt.id)).size).toBe(1)
      expect(receipts[0]).toMatchObject({ status: 'pending', attempts: 0, userId: user.userId })
      const sha256 = receipts[0]?.sha256 ?? ''
      expect(await user.expenses.findReceiptsBySha256([sha256, 'f'.repeat(64)])).toHaveLength(1)
    })

    test('goes to one of those who want to read it', async () => {
      const user = await newUser()
      const { id } = await announce(user)
      await user.expenses.markUploaded(id)
      const claims = await Promise.all(
        Array.from({ length: 5 }, () => user.expenses.claimReceipt(id, randomUUID(), leaseMs)),
      )
      expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1)
      expect((await receiptOf(user, id)).receipt).toMatchObject({ status: 'extracting', attempts: 1 })
    })

    test('whose lease ran out goes to the next one, and the first can change nothing any more', async () => {
      const user = await newUser()
      const { id } = await announce(user)
      await user.expenses.markUploaded(id)
      const first = await claim(user.expenses, id, -1)
      expect(await user.expenses.listWaiting(10)).toEqual([id])
      const second = await claim(user.expenses, id)
      expect(await user.expenses.renewLease(id, first.leaseToken, leaseMs)).toBe(false)
      expect(await save(user.expenses, first, { merchant: 'Late' })).toBe(false)
      await user.expenses.failReceipt(first, failure)
      await user.expenses.parkReceipt(first, failure, new Date(), true)
      expect((await receiptOf(user, id)).receipt.status).toBe('extracting')
      expect(await user.expenses.renewLease(id, second.leaseToken, leaseMs)).toBe(true)
      expect(await save(user.expenses, second)).toBe(true)
      expect((await receiptOf(user, id)).expense?.merchant).toBe('Corner Café')
    })

    test('whose lease ran out is not suspected for what the first reader took it for', async () => {
      const user = await newUser()
      await record(user)
      const { id } = await announce(user)
      await user.expenses.markUploaded(id)
      const first = await claim(user.expenses, id, -1)
      const second = await claim(user.expenses, id)
      expect(await save(user.expenses, first)).toBe(false)
      expect(await save(user.expenses, second, { ...lunch, total: '99.00' })).toBe(true)
      expect((await receiptOf(user, id)).expense?.reviewReasons).toEqual([])
    })

    test('of one purchase is suspected also when all of them are read at once', async () => {
      const user = await newUser()
      const claims = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const { id } = await announce(user)
          await user.expenses.markUploaded(id)
          return claim(user.expenses, id)
        }),
      )
      await Promise.all(claims.map((claimed) => save(user.expenses, claimed)))
      const { expenses } = await list(user)
      expect(expenses.filter(({ reviewReasons }) => reviewReasons.length > 0)).toHaveLength(5)
    })

    test('is kept whatever characters a model or a document puts into it', async () => {
      const user = await newUser()
      const { id } = await announce(user)
      await user.expenses.markUploaded(id)
      const odd = 'half a \ud83d, the other \ude00 and \u0000'
      const fields = { ...lunch, merchant: 'Corner \ud83d', text: odd }
      expect(await save(user.expenses, await claim(user.expenses, id), fields, { pages: [odd] })).toBe(true)
      expect((await receiptOf(user, id)).expense?.merchant).toBe('Corner \ufffd')
    })

    test('that is parked waits for its time, and its attempt can be given back', async () => {
      const user = await newUser()
      const { id } = await announce(user)
      await user.expenses.markUploaded(id)
      const later = new Date(Date.now() + 3_600_000)
      await user.expenses.parkReceipt(await claim(user.expenses, id), failure, later, false)
      expect((await receiptOf(user, id)).receipt).toMatchObject({
        status: 'uploaded',
        attempts: 0,
        notBefore: later,
        failureCode: failure.code,
      })
      expect(await user.expenses.claimReceipt(id, randomUUID(), leaseMs)).toBe(null)
      expect(await user.expenses.listWaiting(10)).toEqual([])
    })

    test('that failed keeps the reason, and begins anew when its bytes come again', async () => {
      const user = await newUser()
      const { id } = await announce(user)
      await user.expenses.markUploaded(id)
      await user.expenses.failReceipt(await claim(user.expenses, id), failure)
      expect((await receiptOf(user, id)).receipt).toMatchObject({
        status: 'failed',
        failureCode: failure.code,
        failureMessage: failure.message,
        failureHint: failure.hint,
      })
      expect(await user.expenses.claimReceipt(id, randomUUID(), leaseMs)).toBe(null)
      await user.expenses.markUploaded(id)
      expect((await receiptOf(user, id)).receipt).toMatchObject({
        status: 'uploaded',
        attempts: 0,
        failureCode: null,
      })
    })

    test('that is done is not read again', async () => {
      const user = await newUser()
      const id = await record(user)
      await user.expenses.markUploaded(id)
      expect((await receiptOf(user, id)).receipt.status).toBe('extracted')
      expect(await user.expenses.claimReceipt(id, randomUUID(), leaseMs)).toBe(null)
    })
  })

  describe('expenses', () => {
    test('are stored whole, with items, checks and confidence', async () => {
      const user = await newUser()
      const id = await record(user, {
        ...lunch,
        subtotal: '12.00',
        tip: '0.50',
        confidence: { total: 0.9 },
        items: [
          { description: 'Soup', quantity: '2', unitPrice: '6.00', amount: '12.00' },
          { description: null, quantity: null, unitPrice: null, amount: null },
        ],
      })
      const detail = await user.expenses.getExpenseDetail(id)
      expect(detail.expense).toMatchObject({
        id,
        purchaseDate: '2026-10-03',
        total: { minorUnits: 1250, currency: 'EUR' },
        tip: { minorUnits: 50, currency: 'EUR' },
        taxTotal: null,
        confidence: { total: 0.9 },
      })
      expect(detail.expense?.checks.map((check) => check.passed)).toContain(true)
      expect(detail.items.map((item) => item.description)).toEqual(['Soup', null])
      expect(detail.extraction).toMatchObject({ extractor: 'stand-in', model: 'test' })
      expect((await user.expenses.getExpenseDetail(id.slice(-8))).receipt.id).toBe(id)
    })

    test('receipts and batches are found by an ending that no other id has', async () => {
      const user = await newUser()
      const [first, second] = ['00001234', 'ffff1234'].map((end) => `${randomUUID().slice(0, -8)}${end}`)
      for (const id of [first, second]) {
        await user.expenses.createBatch(id ?? '', 1, null)
        await announce(user, id, id)
      }
      const finders = [
        async (typed: string) => (await user.expenses.getBatch(typed)).id,
        async (typed: string) => (await user.expenses.getExpenseDetail(typed)).receipt.id,
      ]
      for (const find of finders) {
        expect([await find('01234'), await find('FFFF1234')]).toEqual([first, second])
        await expect(find('1234')).rejects.toMatchObject({ code: 'conflict' })
        await expect(find('4321')).rejects.toMatchObject({ code: 'not_found' })
        await expect(find('%%%%')).rejects.toMatchObject({ code: 'not_found' })
      }
    })

    test('are found by date, merchant, category and status; unknown dates come last', async () => {
      const user = await newUser()
      const dated = await record(user)
      const earlier = await record(user, { ...lunch, merchant: '50% Off_Shop', purchaseDate: '2026-09-30' })
      const undated = await record(user, { ...lunch, purchaseDate: null, category: 'travel' })
      const ids = async (filter: Parameters<typeof list>[1]) =>
        (await list(user, filter)).expenses.map((expense) => expense.id)
      expect(await ids({})).toEqual([dated, earlier, undated])
      expect(await ids({ descending: false })).toEqual([earlier, dated, undated])
      expect(await ids({ from: '2026-10-01', to: '2026-10-31' })).toEqual([dated])
      expect(await ids({ merchant: 'corner', descending: true })).toEqual([dated, undated])
      // A percent sign or underscore means itself.
      expect(await ids({ merchant: '0% o' })).toEqual([earlier])
      expect(await ids({ merchant: 'r_C' })).toEqual([])
      expect(await ids({ category: 'travel' })).toEqual([undated])
      expect(await ids({ category: null })).toEqual([dated, earlier])
      expect(await ids({ statuses: ['needs_review'] })).toEqual([undated])
    })

    test.each(expenseSorts.flatMap((sort) => [true, false].map((descending) => ({ sort, descending }))))(
      'are listed page by page by $sort, descending: $descending',
      async (order) => {
        const user = await newUser()
        const { merchant, purchaseDate, total, currency } = lunch
        for (const fields of [
          { merchant: 'ÉCLAIR', purchaseDate: '2026-09-30', total: '-2.50' },
          { merchant: 'éclair', purchaseDate, total },
          { merchant, purchaseDate, total },
          { merchant, purchaseDate, total: '900', currency: 'JPY' },
          { merchant: null, purchaseDate: null, total: null },
          { merchant: null, purchaseDate: null, total, currency: null },
        ]) {
          await record(user, { ...lunch, currency, ...fields })
        }
        const whole = await list(user, order)
        expect(whole).toMatchObject({ expenses: { length: 6 }, next: null })
        for (const limit of [1, 4, 5]) {
          const found: string[] = []
          let after: string | null = null
          do {
            const page: ExpensePage = await list(user, { ...order, limit, after })
            found.push(...page.expenses.map(({ id }) => id))
            after = page.next
          } while (after !== null)
          expect(found).toEqual(whole.expenses.map(({ id }) => id))
        }
      },
    )

    test('are ordered by amount within their currency, those without one last', async () => {
      const user = await newUser()
      for (const [total, currency] of [
        ['900', 'JPY'],
        ['7.00', 'EUR'],
        [null, 'CHF'],
        ['-2.50', 'EUR'],
      ] as const) {
        await record(user, { ...lunch, total, currency })
      }
      const amounts = async (descending: boolean) =>
        (await list(user, { sort: 'total', descending })).expenses.map(({ total }) => total?.minorUnits)
      expect(await amounts(true)).toEqual([700, -250, 900, undefined])
      expect(await amounts(false)).toEqual([-250, 700, 900, undefined])
    })

    test('shift no page when some are added or deleted before it', async () => {
      const user = await newUser()
      const [first = '', second, third] = [await record(user), await record(user), await record(user)]
      const ascending = { descending: false, limit: 1 }
      const page = await list(user, ascending)
      expect(page.expenses).toMatchObject([{ id: first }])
      await user.expenses.deleteReceipt(first)
      await record(user, { ...lunch, purchaseDate: '2026-01-01' })
      const next = await list(user, { ...ascending, after: page.next })
      expect(next.expenses).toMatchObject([{ id: second }])
      expect(await list(user, { ...ascending, after: next.next })).toMatchObject({
        expenses: [{ id: third }],
        next: null,
      })
    })

    test('go on only from where a page of the same order ended', async () => {
      const user = await newUser()
      await record(user)
      await record(user)
      const { next } = await list(user, { limit: 1 })
      const forged = Buffer.from('["date",true,0,"2026-99-99","x"]').toString('base64url')
      for (const after of [forged, 'W10', 'e30', '', 'no page'])
        await expect(list(user, { after })).rejects.toMatchObject({ code: 'usage' })
      await expect(list(user, { after: next, sort: 'total' })).rejects.toMatchObject({ code: 'usage' })
      await expect(list(user, { after: next, descending: false })).rejects.toMatchObject({ code: 'usage' })
    })

    test('are summed up in each currency by itself', async () => {
      const user = await newUser()
      await record(user)
      await record(user, { ...lunch, total: '-2.50', documentType: 'refund' })
      await record(user, { ...lunch, currency: 'JPY', total: '900' })
      await record(user, { ...lunch, currency: null })
      expect(await user.expenses.summarize({ from: null, to: null }, 'month')).toMatchObject([
        { key: '2026-10', currency: 'EUR', count: 2, totalMinorUnits: 1000, withoutTotal: 0 },
        { key: '2026-10', currency: 'JPY', count: 1, totalMinorUnits: 900 },
        { key: '2026-10', currency: null, count: 1, totalMinorUnits: null, withoutTotal: 1, needsReview: 1 },
      ])
    })
  })

  test('sums in the home currency are those of the amounts converted one by one', async () => {
    const user = await newUser()
    const rates = [
      { date: '2026-10-02', currency: 'USD', perEuro: '1.0812' },
      { date: '2026-10-02', currency: 'JPY', perEuro: '160.25' },
      { date: '2026-10-02', currency: 'KWD', perEuro: '0.3317' },
    ]
    await user.expenses.saveRates(rates)
    // A Saturday, by the rates of the Friday before.
    const purchaseDate = '2026-10-03'
    const bought = [
      ['USD', '12.50'],
      ['USD', '-0.01'],
      ['JPY', '4400'],
      ['KWD', '12.345'],
      ['EUR', '0.05'],
    ] as const
    for (const [currency, total] of bought) await record(user, { ...lunch, purchaseDate, currency, total })
    await record(user, { ...lunch, purchaseDate: '2026-10-20', currency: 'USD' })
    await record(user, { ...lunch, purchaseDate: null, currency: 'USD' })
    const perEuro = new Map([['EUR', '1'], ...rates.map((rate) => [rate.currency, rate.perEuro] as const)])
    for (const home of ['EUR', 'USD', 'JPY', 'KWD']) {
      const expected = bought.map(([currency, total]) => {
        const money = { minorUnits: parseMinorUnits(total, currency) ?? 0, currency }
        if (currency === home) return money.minorUnits
        return (
          convertAmount(money, home, perEuro.get(currency) ?? '', perEuro.get(home) ?? '')?.minorUnits ?? 0
        )
      })
      const rows = await user.expenses.summarize({ from: null, to: null }, 'year', home)
      const undated = home === 'USD' ? 2 * 1250 : 0
      const converted = rows.reduce((sum, row) => sum + (row.convertedMinorUnits ?? 0), 0)
      expect([home, converted]).toEqual([home, expected.reduce((sum, units) => sum + units) + undated])
      expect(rows.reduce((sum, row) => sum + row.withoutRate, 0)).toBe(home === 'USD' ? 0 : 2)
    }
    const [row] = await user.expenses.summarize({ from: null, to: null }, 'year')
    expect(row).toMatchObject({ convertedMinorUnits: null, withoutRate: 0 })
  })

  test('an expense counts under its project, and under each of its tags', async () => {
    const user = await newUser()
    const id = await record(user)
    await record(user)
    await user.expenses.editExpense(
      id,
      { project: 'berlin', addTags: ['client', 'train'], removeTags: [] },
      '2026-11-23',
    )
    const keys = async (by: 'project' | 'tag') =>
      (await user.expenses.summarize({ from: null, to: null }, by)).map((row) => [row.key, row.count])
    expect(await keys('project')).toEqual([
      ['berlin', 1],
      [null, 1],
    ])
    expect(await keys('tag')).toEqual([
      ['client', 1],
      ['train', 1],
      [null, 1],
    ])
  })

  test('whatever belongs to somebody else does not exist', async () => {
    const [owner, other] = [await newUser(), await newUser()]
    const id = await record(owner)
    const { receipt } = await receiptOf(owner, id)
    const waiting = await announce(owner)
    await owner.expenses.markUploaded(waiting.id)

    expect(await other.expenses.findReceiptsBySha256([receipt.sha256])).toEqual([])
    expect(await other.expenses.listReceipts({ ids: [id], limit: 1 })).toEqual([])
    expect((await list(other)).expenses).toEqual([])
    expect(await other.expenses.summarize({ from: null, to: null }, 'merchant')).toEqual([])
    expect(await other.expenses.listWaiting(10)).toEqual([])
    expect(await other.expenses.claimReceipt(waiting.id, randomUUID(), leaseMs)).toBe(null)
    for (const wanted of [id, id.slice(-8)]) {
      await expect(other.expenses.getExpenseDetail(wanted)).rejects.toMatchObject({ code: 'not_found' })
    }
    const claimed = await claim(owner.expenses, waiting.id)
    expect(await other.expenses.renewLease(waiting.id, claimed.leaseToken, leaseMs)).toBe(false)
    await other.expenses.failReceipt(claimed, failure)
    expect(await save(other.expenses, claimed)).toBe(false)
    expect((await receiptOf(owner, waiting.id)).receipt.status).toBe('extracting')
  })
}
