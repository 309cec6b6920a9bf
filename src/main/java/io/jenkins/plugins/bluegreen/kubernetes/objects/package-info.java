/** Reads manifest files into objects and checks each by itself: kind, name, namespace, structure, text fields, size. */
package io.jenkins.plugins.bluegreen.kubernetes.objects;
