import { type App, CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib'
import { addAlarms } from './alarms.ts'
import { addBackend } from './backend.ts'
import { addDatabase } from './database.ts'
import { addNetwork } from './network.ts'
import { addOriginals } from './originals.ts'
import { addReader } from './reader.ts'
import type { Registry } from './registry-stack.ts'

/** Everything that works: bucket → queue → function → database ← backend. */
export function addAppStack(app: App, registry: Registry): Stack {
  const stack = new Stack(app, 'ExpensaApp', {
    description: 'Expensa: backend, reader, records and originals',
  })
  const parameter = (id: string, description: string, allowedPattern: string, value?: string) =>
    new CfnParameter(stack, id, { description, allowedPattern, ...(value ? { default: value } : {}) })
      .valueAsString
  // A parameter, for the newest one would be another instance each time that anything is deployed.
  const systemImage = new CfnParameter(stack, 'SystemImage', {
    type: 'AWS::EC2::Image::Id',
    description: 'Amazon Linux 2023 for arm64, of which the instance is made',
  }).valueAsString
  const digest = '^sha256:[0-9a-f]{64}$'
  const domain = parameter('Domain', 'Name under which the backend is reached', '^([a-z0-9-]+\\.)+[a-z]{2,}$')
  const email = parameter('AlarmEmail', 'Where alarms go', '^[^@\\s]+@[^@\\s]+$')
  const budget = parameter('MonthlyBudget', 'US dollars that a month may cost', '^[0-9]+$', '40')
  const tier = parameter('GeminiTier', 'free or paid: see the guide on privacy', '^(free|paid)$')
  const keyVersion = parameter('GeminiKeyVersion', 'One higher whenever the key was changed', '^[0-9]+$', '1')
  const lambdaDigest = parameter('LambdaDigest', 'Digest of the image of the function', digest)
  const backendDigest = parameter('BackendDigest', 'Digest of the image of the backend', digest)

  const network = addNetwork(stack)
  const originals = addOriginals(stack)
  const database = addDatabase(stack, network)
  const reader = addReader(stack, {
    network,
    originals,
    database,
    geminiTier: tier,
    geminiKeyVersion: keyVersion,
    repository: registry.lambda,
    digest: lambdaDigest,
  })
  const backend = addBackend(stack, {
    network,
    originals,
    database,
    domain,
    geminiTier: tier,
    systemImage,
    repository: registry.backend,
    digest: backendDigest,
  })
  addAlarms(stack, { originals, database, reader, backend, email, budget })

  new CfnOutput(stack, 'BackendAddress', { value: backend.address.ref, description: `Point the domain here` })
  new CfnOutput(stack, 'BackendInstance', { value: backend.instance.instanceId })
  new CfnOutput(stack, 'DatabaseHost', { value: database.instance.instanceEndpoint.hostname })
  new CfnOutput(stack, 'DatabaseAdministrator', { value: database.instance.secret?.secretArn ?? '' })
  new CfnOutput(stack, 'GeminiKeySecret', { value: reader.geminiKey.secretArn })
  new CfnOutput(stack, 'Bucket', { value: originals.bucket.bucketName })
  return stack
}
