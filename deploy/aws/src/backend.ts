import { readFileSync } from 'node:fs'
import { Aws, Fn, RemovalPolicy, type Stack, Tags } from 'aws-cdk-lib'
import {
  BlockDeviceVolume,
  CfnEIP,
  EbsDeviceVolumeType,
  HttpTokens,
  Instance,
  InstanceClass,
  InstanceSize,
  InstanceType,
  OperatingSystemType,
  SubnetType,
  UserData,
} from 'aws-cdk-lib/aws-ec2'
import type { Repository } from 'aws-cdk-lib/aws-ecr'
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import type { RecordsDatabase } from './database.ts'
import { names } from './names.ts'
import type { Network } from './network.ts'
import type { Originals } from './originals.ts'

export interface Backend {
  instance: Instance
  address: CfnEIP
  log: LogGroup
}

interface BackendOptions {
  network: Network
  originals: Originals
  database: RecordsDatabase
  domain: string
  /** Of the function that reads; the backend only tells it. */
  geminiTier: string
  systemImage: string
  repository: Repository
  digest: string
}

/** The instance that answers: Caddy, which gets the certificates, in front of the backend's container. */
export function addBackend(stack: Stack, options: BackendOptions): Backend {
  const { network } = options
  const log = new LogGroup(stack, 'BackendLog', {
    logGroupName: names.backendLog,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const instance = new Instance(stack, 'Backend', {
    vpc: network.vpc,
    vpcSubnets: { subnetType: SubnetType.PUBLIC },
    securityGroup: network.backend,
    instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL),
    machineImage: {
      getImage: () => ({
        imageId: options.systemImage,
        osType: OperatingSystemType.LINUX,
        userData: UserData.forLinux(),
      }),
    },
    role: backendRole(stack, options, log),
    httpTokens: HttpTokens.REQUIRED,
    // One hop more than usual: containers ask for the instance's credentials, too.
    httpPutResponseHopLimit: 2,
    detailedMonitoring: true,
    blockDevices: [
      {
        deviceName: '/dev/xvda',
        volume: BlockDeviceVolume.ebs(16, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
      },
    ],
    disableApiTermination: true,
    userData: startScript(options),
  })
  Tags.of(instance).add('expensa', 'backend')
  const address = new CfnEIP(stack, 'Address', { domain: 'vpc', instanceId: instance.instanceId })
  addDeployDocument(stack, options.repository)
  return { instance, address, log }
}

function backendRole(stack: Stack, { originals, database, repository }: BackendOptions, log: LogGroup): Role {
  const role = new Role(stack, 'BackendRole', {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
  })
  log.grantWrite(role)
  repository.grantPull(role)
  role.addToPolicy(database.signIn)
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:PutObject', 's3:GetObject'],
      resources: [originals.bucket.arnForObjects('receipts/*')],
    }),
  )
  role.addToPolicy(
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [originals.bucket.bucketArn] }),
  )
  return role
}

/** No secret is in here: the backend signs in to database and bucket with the role of the instance. */
function startScript({
  originals,
  database,
  domain,
  geminiTier,
  repository,
  digest,
}: BackendOptions): UserData {
  const environment = {
    ...database.environment,
    EXPENSA_S3_BUCKET: originals.bucket.bucketName,
    EXPENSA_READ_BY: 'lambda',
    EXPENSA_REGISTRATION: 'invite',
    EXPENSA_GEMINI_TIER: geminiTier,
    EXPENSA_TRUST_PROXY: 'true',
    AWS_REGION: Aws.REGION,
  }
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  const script = readFileSync(new URL('../instance/expensa-deploy', import.meta.url), 'utf8')
  const userData = UserData.forLinux()
  userData.addCommands(
    'set -euo pipefail',
    // The address comes some seconds after the instance, and without it there is no way out.
    `until curl --silent --ipv4 --max-time 5 --output /dev/null https://sts.${Aws.REGION}.amazonaws.com; do sleep 2; done`,
    'dnf install --assumeyes docker',
    `mkdir -p /etc/expensa /root/.aws`,
    `printf '[default]\\nregion = %s\\n' ${Aws.REGION} >/root/.aws/config`,
    `cat >/etc/expensa/environment <<'END'\n${lines.join('\n')}\nEND`,
    `echo ${names.backendLog} >/etc/expensa/log-group`,
    `cat >/usr/local/bin/expensa-deploy <<'END'\n${script}END`,
    'chmod 755 /usr/local/bin/expensa-deploy',
    `cat >/etc/expensa/Caddyfile <<'END'\n${caddyfile(domain)}END`,
    'systemctl enable --now docker',
    'docker network create --ipv6 --subnet fd00:e::/64 expensa',
    'docker run --detach --name expensa-proxy --restart always --network expensa --publish 443:443 ' +
      '--volume /etc/expensa/Caddyfile:/etc/caddy/Caddyfile:ro --volume expensa-certificates:/data ' +
      '--cap-drop ALL --cap-add NET_BIND_SERVICE --security-opt no-new-privileges ' +
      'public.ecr.aws/docker/library/caddy:2',
    // On the first start there is no user in the database yet: the guide says when to run this again.
    `expensa-deploy switch ${repository.repositoryUri}@${digest} || true`,
  )
  return userData
}

function caddyfile(domain: string): string {
  return Fn.join('', [
    '{\n  auto_https disable_redirects\n}\n',
    domain,
    ' {\n  header Strict-Transport-Security "max-age=31536000"\n',
    '  reverse_proxy expensa-backend:8080 {\n    lb_try_duration 30s\n  }\n}\n',
  ])
}

/** What GitHub may have done on the instance: these three things, with images of this registry. */
function addDeployDocument(stack: Stack, repository: Repository): void {
  new CfnDocument(stack, 'DeployDocument', {
    name: names.deployDocument,
    documentType: 'Command',
    updateMethod: 'NewVersion',
    content: {
      schemaVersion: '2.2',
      description: 'Migrates the database, switches the backend to an image of Expensa, or back',
      parameters: {
        action: { type: 'String', allowedValues: ['migrate', 'switch', 'back'] },
        digest: { type: 'String', allowedPattern: '^sha256:[0-9a-f]{64}$' },
      },
      mainSteps: [
        {
          action: 'aws:runShellScript',
          name: 'deploy',
          inputs: {
            timeoutSeconds: '900',
            runCommand: [
              `/usr/local/bin/expensa-deploy '{{ action }}' '${repository.repositoryUri}@{{ digest }}'`,
            ],
          },
        },
      ],
    },
  })
}
