import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { createApp } from '../src/create-app.ts'
import { nagExceptions } from '../src/nag-exceptions.ts'

/** Synthesised once, as an operator would: this fails at any rule of AwsSolutions that is not excepted. */
const outdir = mkdtempSync(join(tmpdir(), 'expensa-cdk-'))
let app: Template
let registry: Template

before(() => {
  const created = createApp(outdir)
  created.synth()
  const template = (name: string) => Template.fromStack(created.node.findChild(name) as Stack)
  app = template('ExpensaApp')
  registry = template('ExpensaRegistry')
})

after(() => rmSync(outdir, { recursive: true, force: true }))

const resourcesOf = (template: Template, type: string) => Object.values(template.findResources(type))

/** All policy statements of a template, roles' own ones included. */
function statements(template: Template): Record<string, unknown>[] {
  return resourcesOf(template, 'AWS::IAM::Policy').flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  )
}

describe('originals', () => {
  it('are in a bucket that is private, encrypted and versioned', () => {
    app.resourceCountIs('AWS::S3::Bucket', 1)
    app.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: {
          Rules: Match.arrayWith([
            Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
            Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }),
          ]),
        },
      },
    })
  })

  it('are reached by TLS 1.2 only, and uploaded with fresh signatures only', () => {
    const deny = (condition: unknown) =>
      Match.objectLike({ Effect: 'Deny', Principal: { AWS: '*' }, Condition: condition })
    app.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          deny({ Bool: { 'aws:SecureTransport': 'false' } }),
          deny({ NumericLessThan: { 's3:TlsVersion': 1.2 } }),
          deny({ NumericGreaterThan: { 's3:signatureAge': 900_000 } }),
        ]),
      },
    })
    const [policy] = resourcesOf(app, 'AWS::S3::BucketPolicy')
    assert.ok(
      policy?.Properties.PolicyDocument.Statement.every(
        ({ Effect }: { Effect: string }) => Effect === 'Deny',
      ),
    )
  })

  it('are told of by a queue, which only this bucket of this account may write to', () => {
    app.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            Event: 's3:ObjectCreated:*',
            Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'receipts/' }] } },
            Queue: Match.anyValue(),
          },
        ],
      },
    })
    app.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Principal: { Service: 's3.amazonaws.com' },
            Condition: {
              ArnEquals: { 'aws:SourceArn': Match.anyValue() },
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            },
          }),
        ]),
      },
    })
  })
})

describe('queues', () => {
  it('are encrypted, by TLS only, and put aside what fails five times', () => {
    app.resourceCountIs('AWS::SQS::Queue', 2)
    app.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    })
    app.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
    })
    const denied = resourcesOf(app, 'AWS::SQS::QueuePolicy').filter(({ Properties }) =>
      JSON.stringify(Properties).includes('"Effect":"Deny"'),
    )
    assert.equal(denied.length, 2)
  })
})

describe('the reader', () => {
  it('is one function from an image by its digest, in the network, on arm64', () => {
    // No functions of CDK's own: nothing else runs here, with rights of its own.
    app.resourceCountIs('AWS::Lambda::Function', 1)
    app.hasResourceProperties('AWS::Lambda::Function', {
      PackageType: 'Image',
      Architectures: ['arm64'],
      VpcConfig: { Ipv6AllowedForDualStack: true },
      LoggingConfig: { LogFormat: 'JSON' },
    })
    app.hasParameter('LambdaDigest', { AllowedPattern: '^sha256:[0-9a-f]{64}$' })
    const [reader] = resourcesOf(app, 'AWS::Lambda::Function')
    assert.match(
      JSON.stringify(reader?.Properties.Code.ImageUri),
      /"@sha256:",\{"Fn::Select":\[1,\{"Fn::Split":\[":",\{"Ref":"LambdaDigest"\}/,
    )
    // Reserved concurrency would turn a full queue into dead letters.
    assert.equal(reader?.Properties.ReservedConcurrentExecutions, undefined)
  })

  it('takes one message at a time, two at once, and reports what failed', () => {
    app.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    })
    const [reader] = resourcesOf(app, 'AWS::Lambda::Function')
    const [queue] = resourcesOf(app, 'AWS::SQS::Queue').filter(({ Properties }) => Properties.RedrivePolicy)
    assert.ok(queue?.Properties.VisibilityTimeout >= 6 * reader?.Properties.Timeout)
  })

  it('has its key from Secrets Manager, by a reference that is looked up again for each version of it', () => {
    const [reader] = resourcesOf(app, 'AWS::Lambda::Function')
    const key = JSON.stringify(reader?.Properties.Environment.Variables.GEMINI_API_KEY)
    assert.match(key, /\{\{resolve:secretsmanager:",\{"Ref":"GeminiKey\w+"\},":SecretString:::\}\}/)
    assert.match(JSON.stringify(reader?.Properties.Description), /\{"Ref":"GeminiKeyVersion"\}/)
    // Nothing else of the template is a secret, or a place where one could stand.
    for (const template of [app, registry]) {
      const parameters = Object.keys(template.findParameters('*'))
      assert.deepEqual(
        parameters.filter((name) => /key$|secret|password|token/i.test(name)),
        [],
      )
    }
  })

  it('is called by the clock each minute', () => {
    app.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' })
  })
})

describe('the database', () => {
  it('is encrypted, backed up, protected and not public; users sign in with IAM over TLS', () => {
    app.hasResource('AWS::RDS::DBInstance', {
      DeletionPolicy: 'Snapshot',
      Properties: {
        Engine: 'postgres',
        StorageEncrypted: true,
        BackupRetentionPeriod: 7,
        DeleteAutomatedBackups: false,
        DeletionProtection: true,
        PubliclyAccessible: false,
        EnableIAMDatabaseAuthentication: true,
      },
    })
    app.hasResourceProperties('AWS::RDS::DBParameterGroup', {
      Parameters: Match.objectLike({ 'rds.force_ssl': '1' }),
    })
  })

  it('lets in backend and reader only', () => {
    const ingress = resourcesOf(app, 'AWS::EC2::SecurityGroupIngress')
    assert.equal(ingress.length, 2)
    for (const { Properties } of ingress) {
      assert.equal(Properties.FromPort, 5432)
      assert.equal(Properties.ToPort, 5432)
      assert.ok(Properties.SourceSecurityGroupId)
    }
  })
})

describe('the backend', () => {
  it('is an instance with IMDSv2, encrypted disks and no key for SSH', () => {
    app.hasResourceProperties('AWS::EC2::Instance', {
      DisableApiTermination: true,
      BlockDeviceMappings: [{ Ebs: { Encrypted: true } }],
    })
    const [instance] = resourcesOf(app, 'AWS::EC2::Instance')
    const [template] = resourcesOf(app, 'AWS::EC2::LaunchTemplate')
    const options =
      instance?.Properties.MetadataOptions ?? template?.Properties.LaunchTemplateData.MetadataOptions
    assert.deepEqual(options, { HttpTokens: 'required', HttpPutResponseHopLimit: 2 })
    assert.equal(instance?.Properties.KeyName, undefined)
  })

  it('is open on 443 and on nothing else', () => {
    const open = resourcesOf(app, 'AWS::EC2::SecurityGroup').flatMap(
      ({ Properties }) => Properties.SecurityGroupIngress ?? [],
    )
    assert.deepEqual(
      open.map(({ CidrIp, CidrIpv6, FromPort, ToPort }) => [CidrIp ?? CidrIpv6, FromPort, ToPort]),
      [
        ['0.0.0.0/0', 443, 443],
        ['::/0', 443, 443],
      ],
    )
  })

  it('is another instance only when somebody names another image of the system', () => {
    app.hasResourceProperties('AWS::EC2::Instance', { ImageId: { Ref: 'SystemImage' } })
    app.hasParameter('SystemImage', { Type: 'AWS::EC2::Image::Id', Default: Match.absent() })
  })

  it('is reached by Systems Manager in place of SSH', () => {
    app.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({ Principal: { Service: 'ec2.amazonaws.com' } })],
      },
      ManagedPolicyArns: [
        {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSSMManagedInstanceCore'],
          ],
        },
      ],
    })
  })

  it('waits for its address before it installs anything', () => {
    const [instance] = resourcesOf(app, 'AWS::EC2::Instance')
    const userData = JSON.stringify(instance?.Properties.UserData)
    assert.ok(userData.indexOf('until curl') > 0)
    assert.ok(userData.indexOf('until curl') < userData.indexOf('dnf install'))
  })

  it('is told its settings without a secret', () => {
    const [instance] = resourcesOf(app, 'AWS::EC2::Instance')
    const userData = JSON.stringify(instance?.Properties.UserData)
    assert.match(userData, /EXPENSA_DATABASE_IAM=true/)
    assert.doesNotMatch(userData, /resolve:secretsmanager|GEMINI_API_KEY|AWS_SECRET/)
    assert.ok(userData.length < 16_384, 'EC2 takes 16 KiB')
  })
})

describe('the network', () => {
  it('has no NAT gateway, and a way out over IPv6 that lets nothing in', () => {
    app.resourceCountIs('AWS::EC2::NatGateway', 0)
    app.resourceCountIs('AWS::EC2::EgressOnlyInternetGateway', 1)
    app.hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })
  })
})

describe('rights', () => {
  it('allow no action by wildcard, and all resources only where nothing narrower exists', () => {
    for (const template of [app, registry]) {
      const wide = statements(template).filter(({ Effect }) => Effect === 'Allow')
      for (const { Action } of wide)
        for (const action of [Action].flat()) assert.doesNotMatch(String(action), /\*/)
      const everywhere = wide.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)
      for (const action of everywhere) {
        assert.match(
          String(action),
          /^(ecr:GetAuthorizationToken|ec2:(Create|Describe|Delete|Assign|Unassign)\w+|ssm:(Get|List)CommandInvocations?)$/,
        )
      }
    }
  })

  it('let nobody delete originals', () => {
    assert.doesNotMatch(JSON.stringify(statements(app)), /s3:Delete|s3:\*|s3:PutBucket/)
  })

  it('let the workflows of one branch of one repository deploy, by its number', () => {
    const [role] = resourcesOf(registry, 'AWS::IAM::Role')
    const trust = role?.Properties.AssumeRolePolicyDocument.Statement
    assert.equal(trust.length, 1)
    const condition = trust[0].Condition
    assert.deepEqual(Object.keys(condition), ['StringEquals'])
    assert.equal(condition.StringEquals['token.actions.githubusercontent.com:aud'], 'sts.amazonaws.com')
    const text = (joined: { 'Fn::Join': [string, (string | { Ref: string })[]] }) =>
      joined['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : part.Ref)).join('')
    const [when, byNumbers, byNames] =
      condition.StringEquals['token.actions.githubusercontent.com:sub']['Fn::If']
    assert.equal(when, 'ByNumbers')
    assert.equal(
      text(byNumbers),
      'repo:GitHubOwner@GitHubOwnerId/GitHubRepository@GitHubRepositoryId:ref:refs/heads/main',
    )
    assert.equal(text(byNames), 'repo:GitHubOwner/GitHubRepository:ref:refs/heads/main')
    registry.hasParameter('GitHubSubject', { Default: 'numbers' })
    registry.hasResource('AWS::IAM::OIDCProvider', { Condition: 'MakeProvider' })
    registry.resourceCountIs('AWS::IAM::User', 0)
    registry.resourceCountIs('AWS::IAM::AccessKey', 0)
  })

  it('let a deployment run three fixed commands on the instance, and no others', () => {
    const commands = statements(registry).filter(({ Action }) => [Action].flat().includes('ssm:SendCommand'))
    assert.equal(commands.length, 2)
    assert.match(JSON.stringify(commands[0]?.Resource), /document\/expensa-deploy/)
    assert.deepEqual(commands[1]?.Condition, { StringEquals: { 'ssm:resourceTag/expensa': 'backend' } })
    app.hasResourceProperties('AWS::SSM::Document', {
      Content: {
        parameters: {
          action: { allowedValues: ['migrate', 'switch', 'back'] },
          digest: { allowedPattern: '^sha256:[0-9a-f]{64}$' },
        },
      },
    })
  })
})

describe('images', () => {
  it('cannot be replaced, are scanned, and do not pile up', () => {
    registry.resourceCountIs('AWS::ECR::Repository', 2)
    // Lambda may pull one of them; nobody else's account may do anything.
    const policies = resourcesOf(registry, 'AWS::ECR::Repository').map(({ Properties }) =>
      (Properties.RepositoryPolicyText?.Statement ?? []).map(
        ({ Principal }: { Principal: unknown }) => Principal,
      ),
    )
    assert.deepEqual(policies, [[], [{ Service: 'lambda.amazonaws.com' }]])
    registry.allResourcesProperties('AWS::ECR::Repository', {
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      LifecyclePolicy: Match.anyValue(),
    })
  })
})

describe('watching', () => {
  it('keeps every log for a month', () => {
    app.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 })
    app.resourceCountIs('AWS::Logs::LogGroup', 4)
  })

  it('sends every alarm, and its end, to somebody', () => {
    const alarms = resourcesOf(app, 'AWS::CloudWatch::Alarm')
    assert.equal(alarms.length, 9)
    for (const { Properties } of alarms) {
      assert.equal(Properties.AlarmActions.length, 1)
      assert.ok(Properties.AlarmDescription)
    }
    app.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email' })
    const publish = (service: string) =>
      Match.objectLike({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: `${service}.amazonaws.com` },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      })
    app.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([publish('cloudwatch'), publish('budgets')]) },
    })
    const [deadLetters] = Object.entries(app.findResources('AWS::SQS::Queue')).flatMap(
      ([id, { Properties }]) => (Properties.RedrivePolicy ? [] : [id]),
    )
    app.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [deadLetters, 'QueueName'] } }],
    })
    app.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { TimeUnit: 'MONTHLY', BudgetLimit: { Amount: { Ref: 'MonthlyBudget' } } },
    })
  })

  it('has every alarm explained in the guide', () => {
    const guide = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    for (const { Properties } of resourcesOf(app, 'AWS::CloudWatch::Alarm')) {
      const name = String(Properties.AlarmName).replace('Expensa-', '')
      assert.ok(guide.includes(`| ${name} |`), `${name} is not explained`)
    }
  })
})

describe('exceptions from the rules of cdk-nag', () => {
  it('are each used, and each has a reason', () => {
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'))
    const used = report.pluginReports.flatMap(
      ({
        suppressedViolations,
      }: {
        suppressedViolations: { acknowledgedId: string; acknowledgedAt: string }[]
      }) =>
        suppressedViolations.map(
          ({ acknowledgedId, acknowledgedAt }) => `${acknowledgedAt} ${acknowledgedId}`,
        ),
    )
    const listed = Object.entries({ ExpensaRegistry: nagExceptions.registry, ExpensaApp: nagExceptions.app })
    for (const [stack, exceptions] of listed) {
      for (const { at, rule, reason } of exceptions) {
        assert.ok(
          used.includes(`${stack}/${at} AwsSolutions::AwsSolutions-${rule}`),
          `${at}: ${rule} is not needed`,
        )
        assert.ok(reason.length > 40)
      }
    }
  })
})
