/** What the API server does with a write: patches, defaults, validation, field ownership, admission, quotas. */
package io.jenkins.plugins.bluegreen.embedded.machinery;
