/** Names that one part must know of another, and that GitHub's workflow must know of all. */
export const names = {
  backendImages: 'expensa/backend',
  lambdaImages: 'expensa/lambda',
  deployRole: 'expensa-deploy',
  deployDocument: 'expensa-deploy',
  reader: 'expensa-reader',
  backendLog: '/expensa/backend',
  readerLog: '/expensa/reader',
  databaseInstance: 'expensa',
  database: 'expensa',
  databaseUser: 'expensa',
  /** Where the images keep RDS's certificates: see deploy/certs. */
  certificates: '/etc/ssl/expensa/rds.pem',
} as const
