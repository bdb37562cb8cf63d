import type { Call } from '../client.ts'
import * as contract from '../contract-rules.ts'

/** Rules about merchants, as the client offers them. */
export function ruleCalls(call: Call) {
  return {
    listRules: () => call(contract.rulesResponse, 'GET', '/v1/rules'),
    addRule: (request: contract.RuleRequestJson) =>
      call(contract.ruleResponse, 'POST', '/v1/rules', { json: request }),
    removeRule: (id: string) =>
      call(contract.removeRuleResponse, 'DELETE', `/v1/rules/${encodeURIComponent(id)}`),
  }
}
