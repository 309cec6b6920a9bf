/** Form parts that the steps of several rooms share: rows of names and values, choices, validation. */
package io.jenkins.plugins.bluegreen.jenkins.form;
