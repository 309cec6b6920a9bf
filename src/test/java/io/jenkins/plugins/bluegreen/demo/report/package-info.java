/** The report of the demo and of the tests on a real cluster: a table, JSON, and a page with charts. */
package io.jenkins.plugins.bluegreen.demo.report;
