import { Aws, Duration, type Stack } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Backend } from './backend.ts'
import type { RecordsDatabase } from './database.ts'
import type { Originals } from './originals.ts'
import type { Reader } from './reader.ts'

interface Watched {
  originals: Originals
  database: RecordsDatabase
  reader: Reader
  backend: Backend
  email: string
  budget: string
}

interface Rule {
  metric: IMetric
  /** The alarm goes off at this value, or with `below` under it. */
  at: number
  below?: boolean
  /** Periods in a row; else one. */
  periods?: number
  /** What it means and what to do: the guide has more on each. */
  meaning: string
}

/** Alarms that go to a person, and a budget that does. The guide explains each by its name. */
export function addAlarms(stack: Stack, watched: Watched): void {
  const { originals, database, reader, backend, email, budget } = watched
  const topic = new Topic(stack, 'Alarms', { displayName: 'Expensa', enforceSSL: true })
  topic.addSubscription(new EmailSubscription(email))
  // A policy of one's own takes the place of the one that lets everything of the account publish.
  for (const service of ['cloudwatch', 'budgets']) {
    topic.grantPublish(
      new ServicePrincipal(`${service}.amazonaws.com`, {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
  }

  const five = { period: Duration.minutes(5) }
  const rules: Record<string, Rule> = {
    UnreadReceipts: {
      metric: originals.unread.metricApproximateNumberOfMessagesVisible(five),
      at: 1,
      meaning: 'Messages of the bucket could not be handled in five attempts',
    },
    ReceiptsWait: {
      metric: originals.arrivals.metricApproximateAgeOfOldestMessage(five),
      at: 15 * 60,
      meaning: 'A receipt has waited in the queue for a quarter of an hour',
    },
    ReaderFails: {
      metric: reader.function.metricErrors(five),
      at: 3,
      meaning: 'The function ended with an error, or was ended, three times in five minutes',
    },
    QuotaUsedUp: {
      metric: logMetric(stack, 'Quota', reader.log, FilterPattern.literal('"quota_exhausted"')),
      at: 1,
      periods: 12,
      meaning: 'Receipts have waited for the quota of Gemini for an hour',
    },
    BackendErrors: {
      metric: logMetric(
        stack,
        'BackendError',
        backend.log,
        FilterPattern.stringValue('$.level', '=', 'error'),
      ),
      at: 5,
      meaning: 'The backend logged five errors in five minutes',
    },
    BackendDown: {
      metric: new Metric({
        namespace: 'AWS/EC2',
        metricName: 'StatusCheckFailed',
        dimensionsMap: { InstanceId: backend.instance.instanceId },
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      at: 1,
      periods: 3,
      meaning: 'The instance of the backend fails its checks',
    },
    DatabaseStorage: {
      metric: database.instance.metricFreeStorageSpace(five),
      at: 4 * 1024 ** 3,
      below: true,
      meaning: 'The database has less than 4 GiB of free storage',
    },
    DatabaseBusy: {
      metric: database.instance.metricCPUUtilization(five),
      at: 80,
      periods: 3,
      meaning: 'The database was busy at more than 80 % for a quarter of an hour',
    },
    DatabaseConnections: {
      metric: database.instance.metricDatabaseConnections({ ...five, statistic: 'Maximum' }),
      at: 60,
      meaning: 'There are more connections than backend and reader should have',
    },
  }
  for (const [id, { metric, at, below, periods = 1, meaning }] of Object.entries(rules)) {
    const alarm = new Alarm(stack, id, {
      alarmName: `Expensa-${id}`,
      alarmDescription: meaning,
      metric,
      threshold: at,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: id === 'BackendDown' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(topic))
    alarm.addOkAction(new SnsAction(topic))
  }
  addBudget(stack, topic, budget)
}

function logMetric(
  stack: Stack,
  id: string,
  logGroup: LogGroup,
  filterPattern: ReturnType<typeof FilterPattern.literal>,
): IMetric {
  const filter = new MetricFilter(stack, id, {
    logGroup,
    filterPattern,
    metricNamespace: 'Expensa',
    metricName: id,
    metricValue: '1',
  })
  return filter.metric({ statistic: 'Sum', period: Duration.minutes(5) })
}

/** For the whole account, as a filter by tags sees nothing until somebody activates it. Hours late by nature. */
function addBudget(stack: Stack, topic: Topic, limit: string): void {
  const notification = (type: string, threshold: number) => ({
    notification: {
      comparisonOperator: 'GREATER_THAN',
      notificationType: type,
      threshold,
      thresholdType: 'PERCENTAGE',
    },
    subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
  })
  new CfnBudget(stack, 'Budget', {
    budget: {
      budgetName: `expensa-${Aws.REGION}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: limit as unknown as number, unit: 'USD' },
    },
    notificationsWithSubscribers: [notification('FORECASTED', 100), notification('ACTUAL', 80)],
  })
}
