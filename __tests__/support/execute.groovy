// Runs a declarative pipeline as Jenkins does: stages whose conditions hold, in their order, each agent in a workspace of
// its own, shell commands by a shell, what is left to do in `post` whatever happened. Standard input: a build; standard
// output: how it ended and the steps that were run, both JSON.
import groovy.json.JsonOutput
import groovy.json.JsonSlurperClassic
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import org.codehaus.groovy.control.CompilerConfiguration

class Failed extends RuntimeException {
  Failed(String message) { super(message) }
}

class Build {
  private final Map build
  private final List steps = []
  /** Of the pipeline and of each stage that runs: its directives. */
  private final List<Map> frames = []
  private File workspace
  private File folder
  /** Label of the agent that runs the steps. */
  private String node

  Build(Map build) { this.build = build }

  def propertyMissing(String name) {
    if (name == 'WORKSPACE') return workspace.path
    if (name == 'WORKSPACE_TMP') return "${workspace.path}@tmp".toString()
    if (!build.variables.containsKey(name)) throw new MissingPropertyException(name, Build)
    build.variables[name]
  }

  /** A line of an `environment` block. */
  def propertyMissing(String name, value) { frames.last().variables[name] = value.toString() }

  def methodMissing(String name, args) {
    def given = args as List
    def block = given && given.last() instanceof Closure ? given.last() : null
    def values = block ? given.init() : given
    def first = values ? values[0] : null
    switch (name) {
      case 'pipeline': return inside('', block)
      case 'stage': return inside(first.toString(), block)
      case 'agent':
        if (block) perform(block)
        return null
      case 'label':
        frames.last().agent = first
        return null
      case ['when', 'input', 'stages', 'steps', 'post']:
        frames.last()[name] = block
        return null
      case 'environment':
        if (!block) return holds(build.variables.env[first.name] == first.value)
        frames.last().environment = block
        return null
      case 'expression': return holds(perform(block) as boolean)
      case 'always': return perform(block)
      case ['options', 'beforeInput', 'beforeAgent']: return null
      default: return step(name, first, block)
    }
  }

  private holds(boolean condition) { frames.last().holds &= condition }

  private perform(Closure block) {
    block.delegate = this
    block.resolveStrategy = Closure.DELEGATE_FIRST
    block.call()
  }

  private inside(String stage, Closure block) {
    def outer = [workspace, folder, node]
    def frame = [stage: stage, variables: [:], holds: true]
    frames << frame
    try {
      perform(block)
      if (frame.when) perform(frame.when)
      if (!frame.holds) return
      if (frame.input) steps << [stage: stage, name: 'input']
      if (frame.agent) {
        node = frame.agent
        workspace = folder = new File(build.folder, "agent-${stage.toLowerCase()}")
        workspace.mkdirs()
      }
      if (frame.environment) perform(frame.environment)
      try {
        [frame.steps, frame.stages].findAll().each { perform(it) }
      } finally {
        if (frame.post) perform(frame.post)
      }
    } finally {
      frames.pop()
      (workspace, folder, node) = outer
    }
  }

  private step(String name, first, Closure block) {
    switch (name) {
      case 'script': return perform(block)
      case 'dir':
        def outer = folder
        folder = new File(outer, first.toString())
        folder.mkdirs()
        try { return perform(block) } finally { folder = outer }
      case 'scmGit':
        return [url: first.userRemoteConfigs[0].url, branch: first.branches[0].name, cleans: 'clean' in first.extensions]
      case 'cleanBeforeCheckout': return 'clean'
      case 'checkout': return checkout(first instanceof Map ? first : build.scm)
      case 'sh': return sh(first)
      case 'error': throw new Failed(first.toString())
      case 'stash':
        def files = matching(first.includes)
        if (!files) throw new Failed('No files included in stash')
        files.each { copy(new File(folder, it), new File("${build.folder}/stashes/${first.name}/${it}")) }
        return steps << [stage: stage(), name: name, files: files]
      case 'unstash':
        def stash = new File("${build.folder}/stashes/${first}")
        stash.eachFileRecurse { if (it.file) copy(it, new File(folder, stash.toPath().relativize(it.toPath()).toString())) }
        return steps << [stage: stage(), name: name]
      case 'junit': return steps << [stage: stage(), name: name, files: matching(first.testResults)]
      case 'publishHTML':
        return steps << [stage: stage(), name: name, files: matching("${first.target.reportDir}/${first.target.reportFiles}")]
      default: throw new Failed("no step ${name}")
    }
  }

  private String stage() { frames.last().stage }

  /** Files below the folder that Ant's patterns name. */
  private List<String> matching(String patterns) {
    def matchers = patterns.split(', *').collect { FileSystems.default.getPathMatcher("glob:${it}") }
    def found = []
    folder.eachFileRecurse {
      def path = folder.toPath().relativize(it.toPath())
      if (it.file && matchers.any { matcher -> matcher.matches(path) }) found << path.toString()
    }
    found.sort()
  }

  private static copy(File from, File to) {
    to.parentFile.mkdirs()
    Files.copy(from.toPath(), to.toPath(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES)
  }

  private checkout(Map source) {
    run(['git', 'init', '--quiet', '.'])
    if (source.cleans) run(['git', 'clean', '--quiet', '-ffdx'])
    run(['git', 'fetch', '--quiet', '--force', source.url, source.branch])
    run(['git', 'checkout', '--quiet', '--force', '--detach', 'FETCH_HEAD'])
    [GIT_COMMIT: run(['git', 'rev-parse', 'HEAD']).trim(), GIT_URL: source.url]
  }

  private String run(List<String> command) {
    def process = new ProcessBuilder(command*.toString()).directory(folder).redirectErrorStream(true).start()
    def output = process.inputStream.text
    if (process.waitFor() != 0) throw new Failed("${command}: ${output}")
    output
  }

  private sh(what) {
    def options = what instanceof Map ? what : [script: what]
    def process = new ProcessBuilder('sh', '-xec', options.script.toString()).directory(folder)
    if (options.returnStdout) process.redirectError(ProcessBuilder.Redirect.DISCARD)
    else process.redirectErrorStream(true)
    def variables = process.environment()
    variables.clear()
    [build.shell, build.variables.env, *frames*.variables, [WORKSPACE: workspace.path]].each { given ->
      given.each { name, value -> variables.put(name, value.toString()) }
    }
    def running = process.start()
    running.outputStream.close()
    def output = running.inputStream.text
    def code = running.waitFor()
    steps << [stage: stage(), name: 'sh', agent: node, script: options.script, code: code, output: output]
    if (options.returnStatus) return code
    if (code != 0) throw new Failed("script returned exit code ${code}")
    options.returnStdout ? output : null
  }
}

abstract class Pipeline extends Script {
  def methodMissing(String name, args) { binding.getVariable('build').methodMissing(name, args) }
}

def given = new JsonSlurperClassic().parse(System.in.newReader())
def build = new Build(given)
def configuration = new CompilerConfiguration(scriptBaseClass: Pipeline.name)
def shell = new GroovyShell(this.class.classLoader, new Binding(given.variables + [build: build]), configuration)
def result = [result: 'SUCCESS']
try {
  shell.evaluate(new File(given.file))
} catch (Failed failure) {
  result = [result: 'FAILURE', message: failure.message]
}
println JsonOutput.toJson(result + [steps: build.@steps])
