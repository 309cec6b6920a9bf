/** Translatable sentences for users, and the exception that carries one. */
package io.jenkins.plugins.bluegreen.engine.text;
