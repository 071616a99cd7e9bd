// Runs Jenkinsfiles and Job DSL scripts with a real Groovy and writes down every step that they call, with its arguments
// and its block. Standard input: a list of runs; standard output: a list of what each called, both JSON.
import groovy.json.JsonOutput
import groovy.json.JsonSlurperClassic
import org.codehaus.groovy.control.CompilerConfiguration

class Stopped extends RuntimeException {}

class Recorder {
  private final Map run
  private List calls = []

  Recorder(Map run) { this.run = run }

  def propertyMissing(String name) {
    if (!run.variables.containsKey(name)) throw new MissingPropertyException(name, Recorder)
    run.variables[name]
  }

  def propertyMissing(String name, value) {
    calls << [name: 'set', args: [name, plain(value)], interpolated: value instanceof GString, block: []]
  }

  def methodMissing(String name, args) {
    def given = args as List
    def block = given && given.last() instanceof Closure ? given.last() : null
    def values = block ? given.init() : given
    def call = [name: name, args: values.collect { plain(it) }, interpolated: values.any { isInterpolated(it) }, block: []]
    calls << call
    if (block) {
      def outer = calls
      calls = call.block
      try {
        block.delegate = this
        block.resolveStrategy = Closure.DELEGATE_FIRST
        def result = block.call()
        if (name == 'expression') call.holds = result as boolean
      } finally {
        calls = outer
      }
    }
    if (name == 'error') throw new Stopped()
    def first = values ? values[0] : null
    if (name == 'environment' && first instanceof Map) call.holds = run.variables.env[first.name] == first.value
    if (name == 'readFileFromWorkspace') return new File(run.folder, first.toString()).text
    if (name == 'checkout') return run.checkout
    if (name == 'sh' && first instanceof Map) {
      if (first.returnStatus) return run.statuses.find { text, status -> first.script.contains(text) }?.value ?: 0
      def printed = run.outputs.find { text, output -> first.script.contains(text) }?.value
      if (first.returnStdout) return printed ?: ['sh', '-c', first.script].execute(null, new File(run.folder)).text
    }
    null
  }

  private static plain(value) {
    if (value instanceof GString) return value.toString()
    if (value instanceof Map) return value.collectEntries { [it.key, plain(it.value)] }
    if (value instanceof List) return value.collect { plain(it) }
    value
  }

  private static boolean isInterpolated(value) {
    if (value instanceof Map) return value.values().any { isInterpolated(it) }
    if (value instanceof List) return value.any { isInterpolated(it) }
    value instanceof GString
  }
}

abstract class RecordedScript extends Script {
  def methodMissing(String name, args) { binding.getVariable('recorder').methodMissing(name, args) }
}

def record = { run ->
  def recorder = new Recorder(run)
  def configuration = new CompilerConfiguration(scriptBaseClass: RecordedScript.name)
  def shell = new GroovyShell(this.class.classLoader, new Binding(run.variables + [recorder: recorder]), configuration)
  try {
    shell.evaluate(new File(run.folder, run.file))
  } catch (Stopped ignored) {
  }
  [calls: recorder.@calls, env: run.variables.env ?: [:]]
}

println JsonOutput.toJson(new JsonSlurperClassic().parse(System.in.newReader()).collect(record))
