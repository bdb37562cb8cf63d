import * as contract from '../contract-account.ts'
import type { Operation } from '../operation.ts'

export const accountOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/account/register',
    summary: 'Make an account and sign in',
    body: contract.registerRequest,
    answer: contract.signedInResponse,
    status: 201,
    open: true,
  },
  {
    method: 'post',
    path: '/v1/account/sign-in',
    summary: 'Begin a session',
    body: contract.signInRequest,
    answer: contract.signedInResponse,
    open: true,
  },
  {
    method: 'post',
    path: '/v1/account/sign-out',
    summary: 'End the session, or revoke the token, that asks',
    answer: contract.doneResponse,
  },
  { method: 'get', path: '/v1/account', summary: 'Who is signed in', answer: contract.accountResponse },
  {
    method: 'get',
    path: '/v1/account/sessions',
    summary: 'Where one is signed in',
    answer: contract.accessTokensResponse,
  },
  {
    method: 'delete',
    path: '/v1/account/sessions/{id}',
    summary: 'End a session',
    answer: contract.doneResponse,
  },
  {
    method: 'get',
    path: '/v1/account/tokens',
    summary: 'The personal access tokens that work',
    answer: contract.accessTokensResponse,
  },
  {
    method: 'post',
    path: '/v1/account/tokens',
    summary: 'Make a personal access token for a script',
    body: contract.createTokenRequest,
    answer: contract.createdTokenResponse,
    status: 201,
  },
  {
    method: 'delete',
    path: '/v1/account/tokens/{id}',
    summary: 'Revoke a personal access token',
    answer: contract.doneResponse,
  },
]
