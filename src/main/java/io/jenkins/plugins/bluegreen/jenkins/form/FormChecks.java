package io.jenkins.plugins.bluegreen.jenkins.form;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.config.NamedEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Choices and validation that several forms of jobs share. */
public final class FormChecks {
    private static final List<Class<? extends StandardCredentials>> LOGINS =
            List.of(StandardUsernamePasswordCredentials.class, StringCredentials.class);

    private FormChecks() {}

    /** Whether the user may configure the job of a form. Without a job: whether the user administers Jenkins. */
    public static boolean mayConfigure(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }

    /**
     * The names of configured entries that the job may use. Users who may not configure it see the current one only.
     *
     * @param none the label of the blank choice
     */
    public static ListBoxModel names(String none, Item item, List<? extends NamedEntry> entries, String current) {
        Set<String> names = new LinkedHashSet<>();
        if (mayConfigure(item)) {
            entries.stream()
                    .filter(entry -> item == null || entry.allowsJob(item.getFullName()))
                    .forEach(entry -> names.add(entry.getName()));
        }
        if (Util.fixEmptyAndTrim(current) != null) {
            names.add(current);
        }
        ListBoxModel items = new ListBoxModel();
        items.add(none, "");
        names.forEach(items::add);
        return items;
    }

    /**
     * Usernames with passwords, and secret texts, that the job may bind. Users who may not configure it see the current
     * one only.
     */
    public static ListBoxModel credentials(Item item, String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (item != null && mayConfigure(item)) {
            choices.includeEmptyValue();
            for (Class<? extends StandardCredentials> type : LOGINS) {
                choices.includeMatchingAs(ACL.SYSTEM2, item, type, List.of(), CredentialsMatchers.always());
            }
        }
        choices.includeCurrentValue(current);
        return choices;
    }

    /**
     * Validates the choice of an entry. Blank means the only one.
     *
     * @param several says the names of those that a blank choice may mean
     * @param none said where nothing is configured
     */
    public static FormValidation chosen(
            Item item,
            String chosen,
            List<? extends NamedEntry> entries,
            Function<Object, String> several,
            String none) {
        if (!mayConfigure(item) || Util.fixEmptyAndTrim(chosen) != null) {
            return FormValidation.ok();
        }
        if (entries.size() > 1) {
            return FormValidation.error(several.apply(
                    entries.stream().map(NamedEntry::getName).collect(Collectors.joining(", "))));
        }
        return entries.isEmpty() ? FormValidation.warning(none) : FormValidation.ok();
    }

    /**
     * Validates a text. Blank texts and texts with placeholders are valid.
     *
     * @param check throws a {@link ReleaseException} if the text is not valid
     */
    public static FormValidation text(Item item, String text, Function<String, Object> check) {
        String trimmed = Util.fixEmptyAndTrim(text);
        if (trimmed == null || trimmed.contains("$") || !mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            check.apply(trimmed);
            return FormValidation.ok();
        } catch (ReleaseException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
