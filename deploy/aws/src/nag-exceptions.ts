import { type Stack, Validations } from 'aws-cdk-lib'

export interface NagException {
  /** The construct, as a path from its stack. */
  at: string
  rule: string
  reason: string
}

const managedPolicy = 'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]'
const originals = 'IAM5[Resource::<Originals63BA965B.Arn>/receipts/*]'
const instances = 'IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:instance/*]'
const everything = 'IAM5[Resource::*]'

/** Every rule of AwsSolutions that is not followed, and why. There are no others: synthesis fails at one. */
export const nagExceptions: Record<'registry' | 'app', readonly NagException[]> = {
  registry: [
    {
      at: 'DeployRole',
      rule: everything,
      reason:
        'ecr:GetAuthorizationToken and the reading of command results cannot be narrowed to a resource; neither changes anything.',
    },
    {
      at: 'DeployRole',
      rule: instances,
      reason:
        'The instance is replaced from time to time; a condition narrows this to the one with the tag of the backend, and its document to three fixed commands.',
    },
  ],
  app: [
    {
      at: 'ReaderRole',
      rule: everything,
      reason:
        'Network interfaces, which Lambda makes for a function in a VPC, cannot be named before they exist.',
    },
    {
      at: 'ReaderRole',
      rule: originals,
      reason: 'The key of an original is made of ids that come into being with each upload.',
    },
    {
      at: 'BackendRole',
      rule: everything,
      reason: 'ecr:GetAuthorizationToken cannot be narrowed to a resource.',
    },
    {
      at: 'BackendRole',
      rule: originals,
      reason: 'The key of an original is made of ids that come into being with each upload.',
    },
    {
      at: 'BackendRole',
      rule: managedPolicy,
      reason:
        'What the agent of Systems Manager needs changes with it, and AWS keeps this policy up to date.',
    },
    {
      at: 'BackendGroup',
      rule: 'EC23',
      reason: 'The backend serves people wherever they are: HTTPS, and nothing else, is open to everybody.',
    },
    {
      at: 'Originals',
      rule: 'S1',
      reason:
        'Two roles alone reach the bucket, and the backend logs what it grants; a second bucket of logs would hold the keys of all receipts for nothing.',
    },
    {
      at: 'Records',
      rule: 'SMG4',
      reason:
        'Used by hand only, when the database is set up: Expensa signs in with IAM tokens. Rotation needs a function with a way into the network; the guide rotates it with one command.',
    },
    {
      at: 'GeminiKey',
      rule: 'SMG4',
      reason: 'Google has no API to rotate such a key; the guide says how a person does.',
    },
    {
      at: 'Records',
      rule: 'RDS3',
      reason:
        'A second instance doubles the largest item of the costs. For a small team a restore within minutes of the last backup is enough; large ones set multiAz.',
    },
    {
      at: 'Records',
      rule: 'RDS11',
      reason:
        'The port is not reachable from outside: two security groups get to it. Another number hides nothing.',
    },
  ],
}

export function acknowledgeExceptions(registry: Stack, app: Stack): void {
  for (const [stack, exceptions] of [
    [registry, nagExceptions.registry],
    [app, nagExceptions.app],
  ] as const) {
    for (const { at, rule, reason } of exceptions) {
      Validations.of(stack.node.findChild(at)).acknowledge({
        id: `AwsSolutions::AwsSolutions-${rule}`,
        reason,
      })
    }
  }
}
