import { RemovalPolicy, type Stack } from 'aws-cdk-lib'
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpProtocol,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'

export interface Network {
  vpc: Vpc
  backend: SecurityGroup
  reader: SecurityGroup
  database: SecurityGroup
}

/**
 * Two zones, three kinds of subnets and no NAT gateway: the function reaches Gemini over IPv6, through a
 * gateway that lets nothing in, and S3 over an endpoint in the network. Both cost nothing.
 */
export function addNetwork(stack: Stack): Network {
  const vpc = new Vpc(stack, 'Network', {
    maxAzs: 2,
    natGateways: 0,
    ipProtocol: IpProtocol.DUAL_STACK,
    // Nothing is in the default group. To empty it, CDK would bring a function with rights of its own.
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'Backend', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
      { name: 'Reader', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'Database', subnetType: SubnetType.PRIVATE_ISOLATED },
    ],
  })
  // What was refused: little, and the first thing to look at when something does not connect.
  const log = new LogGroup(stack, 'NetworkLog', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  vpc.addFlowLog('Refused', {
    destination: FlowLogDestination.toCloudWatchLogs(log),
    trafficType: FlowLogTrafficType.REJECT,
  })
  vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 })

  const group = (id: string, description: string, outbound: boolean) =>
    new SecurityGroup(stack, id, {
      vpc,
      description,
      allowAllOutbound: outbound,
      allowAllIpv6Outbound: outbound,
    })
  const backend = group('BackendGroup', 'Expensa backend: HTTPS from everywhere', true)
  const reader = group('ReaderGroup', 'Expensa reader: nothing comes in', true)
  const database = group('DatabaseGroup', 'Expensa database: backend and reader only', false)

  // Certificates are obtained over 443, too: there is nothing on port 80, and nothing on 22.
  for (const everybody of [Peer.anyIpv4(), Peer.anyIpv6()])
    backend.addIngressRule(everybody, Port.tcp(443), 'HTTPS')
  database.addIngressRule(backend, Port.tcp(5432), 'backend')
  database.addIngressRule(reader, Port.tcp(5432), 'reader')
  return { vpc, backend, reader, database }
}
