import { createMemoryQuotaLimiter } from '../../src/adapters/memory-quota-limiter.ts'
import { quotaLimiterContract } from '../contract/quota-limiter.ts'

quotaLimiterContract(async (limits) => createMemoryQuotaLimiter(limits))
