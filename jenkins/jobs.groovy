// The folder `smart360`: a job for each service, one for the frontend, one for the infrastructure. Job DSL, run by
// seed.Jenkinsfile, which says `environments` (names, one a line) and `repository` (where this file comes from).
import groovy.json.JsonSlurper

def read = { file -> new JsonSlurper().parseText(readFileFromWorkspace(file)) }
def environmentNames = environments.readLines()
def organizations = environmentNames.collect { read("environments/${it}.json".toString()).delivery.githubOrganization ?: 'bynry' }.unique()

/** A job that nothing but a person starts. */
def manualJob = { name, about, file, parametersOfJob ->
  pipelineJob("smart360/${name}") {
    description(about)
    parameters parametersOfJob
    definition {
      cpsScm {
        lightweight(true)
        scriptPath("jenkins/${file}")
        scm {
          git {
            branch('main')
            remote {
              url(repository)
              credentials('github')
            }
          }
        }
      }
    }
  }
}

/** Where the source of a service or of the frontend is, and what of it is built. */
def sourceParameters = { target, name ->
  target.choiceParam('REPOSITORY', organizations.collect { "https://github.com/${it}/smart360-${name}.git".toString() }, 'Source.')
  target.stringParam('BRANCH', 'main', 'Branch, tag or commit to build. Of no matter to a redeployment and a rollback.')
}

folder('smart360') {
  description('Releases and infrastructure of SMART360. Made by the seed job: edit services.json, not the jobs.')
}

read('services.json').services.findAll { !it.retired }.each { service ->
  manualJob(service.name, "${service.description}. Owner: ${service.owner}.".toString(), 'service.Jenkinsfile', {
    choiceParam('SERVICE', [service.name], 'What is released.')
    choiceParam('ENVIRONMENT', environmentNames, 'Where.')
    choiceParam('ACTION', ['deploy', 'redeploy', 'rollback', 'first'], 'deploy: build and roll out. redeploy: new tasks of the same image. rollback: the image before. first: build, before the stack of the service is applied.')
    sourceParameters(delegate, service.name)
    stringParam('REVISION', '', 'With rollback: the image of this revision. Empty: the one before.')
  })
}

manualJob('frontend', 'The React application, on S3 behind CloudFront.', 'frontend.Jenkinsfile', {
  choiceParam('ENVIRONMENT', environmentNames, 'Where.')
  choiceParam('ACTION', ['deploy', 'rollback'], 'deploy: build and publish. rollback: the release before.')
  sourceParameters(delegate, 'frontend')
})

manualJob('infrastructure', 'Plan, review, approval and apply of every stack but state and delivery, which people apply.', 'infrastructure.Jenkinsfile', {
  choiceParam('ENVIRONMENT', environmentNames, 'Which environment.')
})
