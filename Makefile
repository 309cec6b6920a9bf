# Everything but `verify` is built by central/, from Maven Central alone.
MVN ?= mvn -B
CENTRAL = $(MVN) -f central/pom.xml
# Warnings and errors, and the counts of Surefire.
QUIET = -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
COUNTS = -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.surefire.SurefireMojo=info

# Maven's resetting of colours would be the first thing in a pipe.
export MAVEN_OPTS += -Djansi.noreset=true

BUILT = central/plugin/target
JAVA = java -Djava.util.logging.config.file=central/plugin/logging.properties $(OPTIONS) \
	-cp "$(BUILT)/test-classes:$(BUILT)/classes:$$(cat $(BUILT)/test-classpath.txt)"
OPTIONS = $(if $(SEED),-Dseed=$(SEED))

# Only from make's own command line: a cluster that the shell happens to point at is never meant.
ifeq ($(origin KUBECONFIG),command line)
CLUSTER = -Dkubeconfig="$(abspath $(wildcard $(KUBECONFIG)))" $(if $(NAMESPACE),-Dnamespace="$(NAMESPACE)")
ifeq ($(wildcard $(KUBECONFIG)),)
$(error There is no kubeconfig at $(KUBECONFIG))
endif
else ifneq ($(filter %e2e drills,$(MAKECMDGOALS)),)
$(error Which cluster? make $(MAKECMDGOALS) KUBECONFIG=FILE)
endif

NEEDS = echo 'If Maven could not resolve something: the canonical build needs Maven 3.9.6 or newer and https://repo.jenkins-ci.org/public/; without them: make test hpi' >&2; exit 1

.DEFAULT_GOAL = help
.PHONY: help test sweep e2e bench-e2e drills demo bench hpi jenkins verify clean classes

help:
	@echo 'make test     every test that needs neither a controller nor a cluster, and a sample of the sweeps;'
	@echo '              SEED=... repeats the sample'
	@echo 'make sweep    the sweeps in full: crash points, faults, random schedules, mutated manifests'
	@echo 'make e2e      the same promises on a real cluster: KUBECONFIG=..., docs/e2e.md'
	@echo 'make drills   failures under traffic on a real cluster, and docs/drills.md from what they cost: KUBECONFIG=...'
	@echo 'make demo     releases under traffic on a cluster in the JVM, report in target/demo;'
	@echo '              KUBECONFIG=... NAMESPACE=... takes a real cluster'
	@echo 'make bench    how fast the engine decides and switches, what a thousand releases cost;'
	@echo '              make bench-e2e KUBECONFIG=... sets it beside a kubectl script on a real cluster'
	@echo 'make hpi      central/target/blue-green-deploy.hpi, for a controller'
	@echo 'make jenkins  a controller with the plugin and examples/jenkins.yaml, a cluster and a Discord beside it'
	@echo 'make verify   the canonical build with its tests on a controller'
	@echo 'make clean    removes what was built'

# How many test classes there are, of some options of find.
CLASSES = $(shell find src/test/java -name '*Test.java' $(1) | wc -l)

test:
	@echo 'Building; the first time Maven fetches its libraries.'
	@central/progress $(call CLASSES,-not -path '*/e2e/*' -not -path '*/controller/*') \
		$(CENTRAL) $(QUIET) $(COUNTS) $(OPTIONS) test

sweep:
	@echo 'Building; the first line comes after about a minute.'
	@central/progress $(call CLASSES,-exec grep -q '@Tag("sweep")' {} ';' -print) \
		$(CENTRAL) $(QUIET) $(COUNTS) $(OPTIONS) -Dfull=true -Dgroups=sweep test

# What the cluster's files and commands are: docs/e2e.md.
E2E = $(if $(NODEHOST),-Dnodehost="$(NODEHOST)") $(if $(AUDIT),-Daudit="$(abspath $(AUDIT))") $(if $(RESTART),-Drestart="$(RESTART)") \
	$(if $(IMAGE_COMMAND),-DimageCommand="$(IMAGE_COMMAND)")
e2e:
	@central/progress $(call CLASSES,-path '*/e2e/*') \
		$(CENTRAL) $(QUIET) $(COUNTS) $(CLUSTER) $(E2E) -Dtest='io.jenkins.plugins.bluegreen.e2e.**' test

# How many turns, and applications of the crowd; what the benchmark measures: docs/measurements.md.
BENCH = $(if $(ROUNDS),-Drounds="$(ROUNDS)") $(if $(CROWDROUNDS),-Dcrowdrounds="$(CROWDROUNDS)") $(if $(CROWD),-Dcrowd="$(CROWD)") \
	$(if $(FAILURES),-Dfailures="$(FAILURES)") $(if $(ONLY),-Donly="$(ONLY)")
bench-e2e: classes
	@$(JAVA) $(CLUSTER) $(E2E) $(BENCH) io.jenkins.plugins.bluegreen.e2e.bench.BenchE2e

# Some at a time, ATONCE=3; ONLY=crash-loop,memory runs these and leaves the documents alone.
DRILLS = $(if $(ATONCE),-Datonce="$(ATONCE)") $(if $(ONLY),-Donly="$(ONLY)")
drills: classes
	@$(JAVA) $(CLUSTER) $(E2E) $(DRILLS) io.jenkins.plugins.bluegreen.e2e.drills.Drills

demo: classes
	@$(JAVA) $(CLUSTER) io.jenkins.plugins.bluegreen.demo.Demo

bench: classes
	@$(JAVA) io.jenkins.plugins.bluegreen.demo.bench.Bench

hpi:
	@echo 'Building; the first time Maven fetches its libraries.'
	@$(CENTRAL) $(QUIET) -Dmaven.test.skip package
	@ls -l central/target/blue-green-deploy.hpi

# hpi:run has its home in ./work, and port 8080.
jenkins: classes
	@$(JAVA) io.jenkins.plugins.bluegreen.demo.JenkinsRun $(MVN) hpi:run || { $(NEEDS); }

verify:
	@$(MVN) verify || { $(NEEDS); }

clean:
	rm -rf target central/target central/*/target

classes:
	@echo 'Building; the first time Maven fetches its libraries.'
	@$(CENTRAL) $(QUIET) process-test-classes
