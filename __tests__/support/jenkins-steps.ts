/**
 * What the pipelines call, by the plugin of jenkins/plugins.txt that knows it. Steps: https://www.jenkins.io/doc/pipeline/steps/
 * Directives: https://www.jenkins.io/doc/book/pipeline/syntax/
 */
const stepsByPlugin: Readonly<Record<string, readonly string[]>> = {
  "workflow-aggregator": [
    // Declarative directives, conditions and options
    ...["pipeline", "agent", "label", "options", "environment", "set", "stages", "stage", "steps", "post", "always"],
    ...["when", "expression", "beforeInput", "beforeAgent", "skipDefaultCheckout", "disableRestartFromStage"],
    ...["input", "message", "ok", "submitter", "submitterParameter", "parameters"],
    // workflow-job, workflow-cps, workflow-basic-steps, workflow-durable-task-step, workflow-scm-step
    ...["disableConcurrentBuilds", "script", "dir", "error", "stash", "unstash", "timeout", "sh", "checkout"],
  ],
  // Jenkins itself: https://github.com/jenkinsci/jenkins (@Symbol of LogRotator, StringParameterDefinition, ...)
  core: ["buildDiscarder", "logRotator", "string", "text"],
  git: ["scmGit", "cleanBeforeCheckout"],
  "lockable-resources": ["lock"],
  junit: ["junit"],
  htmlpublisher: ["publishHTML"],
  timestamper: ["timestamps"],
  "job-dsl": ["jobDsl"],
};

/** Needed by what a step is told to do, and by no step. */
export const withoutStep = ["authorize-project", "cloudbees-folder"];

/** The plugin that knows a step or directive; undefined for what no plugin of ours knows. */
export function pluginOf(step: string): string | undefined {
  return Object.keys(stepsByPlugin).find((plugin) => stepsByPlugin[plugin]?.includes(step) === true);
}
