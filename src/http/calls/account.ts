import type { Call } from '../client.ts'
import * as contract from '../contract-account.ts'

/** The calls that deal with the account. Those that make something are not sent a second time by themselves. */
export function accountCalls(call: Call) {
  const once = { once: true }
  return {
    register: (json: { email: string; password: string; invitation: string | null; device: string }) =>
      call(contract.signedInResponse, 'POST', '/v1/account/register', { json, ...once }),
    signIn: (json: { email: string; password: string; device: string }) =>
      call(contract.signedInResponse, 'POST', '/v1/account/sign-in', { json, ...once }),
    signOut: () => call(contract.doneResponse, 'POST', '/v1/account/sign-out', once),
    getAccount: () => call(contract.accountResponse, 'GET', '/v1/account'),
    listSessions: () => call(contract.accessTokensResponse, 'GET', '/v1/account/sessions'),
    revokeSession: (id: string) =>
      call(contract.doneResponse, 'DELETE', `/v1/account/sessions/${encodeURIComponent(id)}`),
    listTokens: () => call(contract.accessTokensResponse, 'GET', '/v1/account/tokens'),
    createToken: (json: contract.CreateTokenJson) =>
      call(contract.createdTokenResponse, 'POST', '/v1/account/tokens', { json, ...once }),
    revokeToken: (id: string) =>
      call(contract.doneResponse, 'DELETE', `/v1/account/tokens/${encodeURIComponent(id)}`),
  }
}
