import { Aws, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import { InstanceClass, InstanceSize, InstanceType, SubnetType } from 'aws-cdk-lib/aws-ec2'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import {
  CaCertificate,
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  PostgresEngineVersion,
  StorageType,
} from 'aws-cdk-lib/aws-rds'
import { names } from './names.ts'
import type { Network } from './network.ts'

export interface RecordsDatabase {
  instance: DatabaseInstance
  /** What reader and backend need to know of it; there is no password in it. */
  environment: Record<string, string>
  /** Signing in as Expensa's user, by IAM. */
  signIn: PolicyStatement
}

/** PostgreSQL on RDS. The administrator's password is made and kept by Secrets Manager; Expensa has none. */
export function addDatabase(stack: Stack, network: Network): RecordsDatabase {
  // Made here, under the name that RDS uses: RDS's own would keep everything for ever.
  const log = new LogGroup(stack, 'DatabaseLog', {
    logGroupName: `/aws/rds/instance/${names.databaseInstance}/postgresql`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const instance = new DatabaseInstance(stack, 'Records', {
    instanceIdentifier: names.databaseInstance,
    engine: DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_18 }),
    instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.MICRO),
    vpc: network.vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [network.database],
    publiclyAccessible: false,
    databaseName: names.database,
    credentials: Credentials.fromGeneratedSecret('administrator'),
    iamAuthentication: true,
    caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
    parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '1000' },
    storageType: StorageType.GP3,
    allocatedStorage: 20,
    maxAllocatedStorage: 200,
    storageEncrypted: true,
    backupRetention: Duration.days(7),
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: false,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.SNAPSHOT,
    autoMinorVersionUpgrade: true,
    cloudwatchLogsExports: ['postgresql'],
  })
  instance.node.addDependency(log)
  const host = instance.instanceEndpoint.hostname
  return {
    instance,
    environment: {
      EXPENSA_DATABASE_URL: `postgres://${names.databaseUser}@${host}:5432/${names.database}`,
      EXPENSA_DATABASE_CA_FILE: names.certificates,
      EXPENSA_DATABASE_IAM: 'true',
    },
    signIn: new PolicyStatement({
      actions: ['rds-db:connect'],
      resources: [
        `arn:${Aws.PARTITION}:rds-db:${Aws.REGION}:${Aws.ACCOUNT_ID}:dbuser:${instance.instanceResourceId}/${names.databaseUser}`,
      ],
    }),
  }
}
