import {
  type App,
  Aws,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  type CfnResource,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib'
import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr'
import { OidcProviderNative, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam'
import { names } from './names.ts'

export interface Registry {
  stack: Stack
  backend: Repository
  lambda: Repository
}

const issuer = 'token.actions.githubusercontent.com'

/** Where images are kept, and the role with which GitHub Actions brings them there and into use. */
export function addRegistryStack(app: App): Registry {
  const stack = new Stack(app, 'ExpensaRegistry', {
    description: 'Expensa: images, and the role that deploys them',
  })
  const backend = repository(stack, 'BackendImages', names.backendImages)
  const lambda = repository(stack, 'LambdaImages', names.lambdaImages)
  const role = deployRole(stack)
  backend.grantPullPush(role)
  lambda.grantPullPush(role)
  allowSwitch(role)
  new CfnOutput(stack, 'DeployRoleArn', { value: role.roleArn })
  return { stack, backend, lambda }
}

function repository(stack: Stack, id: string, name: string): Repository {
  return new Repository(stack, id, {
    repositoryName: name,
    imageScanOnPush: true,
    imageTagMutability: TagMutability.IMMUTABLE,
    lifecycleRules: [{ maxImageCount: 20, description: 'The images of the latest twenty deployments' }],
    // Removing the stack removes the images, which the next deployment can build again.
    emptyOnDelete: true,
    removalPolicy: RemovalPolicy.DESTROY,
  })
}

/** Only workflows on the branch main of one repository get the role, and no key is stored anywhere. */
function deployRole(stack: Stack): Role {
  const parameter = (id: string, description: string, allowedPattern: string, value?: string) =>
    new CfnParameter(stack, id, {
      description,
      allowedPattern,
      ...(value === undefined ? {} : { default: value }),
    }).valueAsString
  const owner = parameter('GitHubOwner', 'Owner of the repository', '^[A-Za-z0-9-]+$')
  const ownerId = parameter('GitHubOwnerId', 'Its number: gh api users/OWNER --jq .id', '^[0-9]+$')
  const repo = parameter('GitHubRepository', 'Name of the repository', '^[A-Za-z0-9._-]+$')
  const repoId = parameter('GitHubRepositoryId', 'Its number: gh api repos/OWNER/NAME --jq .id', '^[0-9]+$')
  const subject = parameter(
    'GitHubSubject',
    'What GitHub calls a repository by: numbers, too, or in those made before 15 July 2026 names',
    '^(numbers|names)$',
    'numbers',
  )
  const existing = parameter(
    'GitHubProvider',
    'ARN of the identity provider of GitHub, if the account has one: it can have but one',
    '^(arn:[^ ]+)?$',
    '',
  )
  const makeProvider = new CfnCondition(stack, 'MakeProvider', {
    expression: Fn.conditionEquals(existing, ''),
  })
  const byNumbers = new CfnCondition(stack, 'ByNumbers', {
    expression: Fn.conditionEquals(subject, 'numbers'),
  })
  const provider = new OidcProviderNative(stack, 'GitHub', {
    url: `https://${issuer}`,
    clientIds: ['sts.amazonaws.com'],
  })
  const resource = provider.node.defaultChild as CfnResource
  resource.cfnOptions.condition = makeProvider
  const providerArn = Fn.conditionIf(makeProvider.logicalId, provider.oidcProviderArn, existing).toString()
  const branch = 'ref:refs/heads/main'
  return new Role(stack, 'DeployRole', {
    roleName: names.deployRole,
    description: 'Assumed by GitHub Actions to deploy Expensa',
    maxSessionDuration: Duration.hours(1),
    assumedBy: new WebIdentityPrincipal(providerArn, {
      StringEquals: {
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        // Numbers are never given to anybody else; names are, when somebody gives one up.
        [`${issuer}:sub`]: Fn.conditionIf(
          byNumbers.logicalId,
          `repo:${owner}@${ownerId}/${repo}@${repoId}:${branch}`,
          `repo:${owner}/${repo}:${branch}`,
        ),
      },
    }),
  })
}

/** The function's image, and one document on one instance: not any command that comes to mind. */
function allowSwitch(role: Role): void {
  const arn = (service: string, resource: string) =>
    `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`
  role.addToPolicy(
    new PolicyStatement({
      // Called once after the switch, to see whether it works.
      actions: [
        'lambda:UpdateFunctionCode',
        'lambda:GetFunction',
        'lambda:GetFunctionConfiguration',
        'lambda:InvokeFunction',
      ],
      resources: [arn('lambda', `function:${names.reader}`)],
    }),
  )
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ssm:SendCommand'],
      resources: [arn('ssm', `document/${names.deployDocument}`)],
    }),
  )
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ssm:SendCommand'],
      resources: [arn('ec2', 'instance/*')],
      conditions: { StringEquals: { 'ssm:resourceTag/expensa': 'backend' } },
    }),
  )
  // What a command printed can only be asked for without naming a resource.
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ssm:GetCommandInvocation', 'ssm:ListCommandInvocations'],
      resources: ['*'],
    }),
  )
}
