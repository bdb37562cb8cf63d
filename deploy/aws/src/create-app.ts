import { App, Tags, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { addAppStack } from './app-stack.ts'
import { acknowledgeExceptions } from './nag-exceptions.ts'
import { addRegistryStack } from './registry-stack.ts'

/**
 * Two stacks, because the images must be in their registry before a function can be made of one: first
 * ExpensaRegistry, then the images, then ExpensaApp. Needs neither network nor an account to synthesise.
 */
export function createApp(outdir?: string): App {
  const app = new App({
    // The version of CDK is in the lock file, not in the templates.
    analyticsReporting: false,
    ...(outdir === undefined ? {} : { outdir }),
  })
  const registry = addRegistryStack(app)
  const expensa = addAppStack(app, registry)
  Tags.of(app).add('project', 'expensa')
  acknowledgeExceptions(registry.stack, expensa)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  return app
}
