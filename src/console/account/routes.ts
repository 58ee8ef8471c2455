import { ALL_ROLES, type Route } from '../http/visit.ts'
import { accountPage, changePassword, changeRecoveryCodes, confirmApp, linkMyself, newApp } from './account.ts'
import { acceptInvitation, invitationPage } from './invitation.ts'
import { demoSignIn, prove, provePage, signIn, signInPage, signOut } from './sign-in.ts'

export const ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/sign-in', for: 'anybody', run: signInPage },
  { method: 'POST', path: '/sign-in', for: 'anybody', run: signIn },
  { method: 'GET', path: '/invitation/:token', for: 'anybody', run: invitationPage },
  { method: 'POST', path: '/invitation/:token', for: 'anybody', run: acceptInvitation },
  { method: 'GET', path: '/demo', for: 'anybody', run: demoSignIn },
  { method: 'POST', path: '/sign-out', for: ALL_ROLES, run: signOut },
  { method: 'GET', path: '/account', for: ALL_ROLES, run: accountPage },
  { method: 'GET', path: '/account/prove', for: ALL_ROLES, run: provePage },
  { method: 'POST', path: '/account/prove', for: ALL_ROLES, run: prove },
  { method: 'POST', path: '/account/password', for: ALL_ROLES, run: changePassword },
  { method: 'POST', path: '/account/recovery', for: ALL_ROLES, run: changeRecoveryCodes },
  { method: 'POST', path: '/account/app', for: ALL_ROLES, run: newApp },
  { method: 'POST', path: '/account/app/confirm', for: ALL_ROLES, proven: true, run: confirmApp },
  { method: 'POST', path: '/account/link', for: ALL_ROLES, run: linkMyself },
]
