package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.jenkins.config.NamedEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import jenkins.model.Jenkins;

/** What the forms of a job ask the engine while somebody fills them in. */
public final class FormChecks {
    private FormChecks() {}

    /** Whether the user may configure the job that a form belongs to; null: a form that belongs to none. */
    public static boolean mayConfigure(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }

    /**
     * The names of what is configured; for those who may not configure the job, only the one that it has.
     *
     * @param none what the blank choice says
     */
    public static ListBoxModel names(String none, Item item, List<? extends NamedEntry> entries, String current) {
        Set<String> names = new LinkedHashSet<>();
        if (mayConfigure(item)) {
            entries.forEach(entry -> names.add(entry.getName()));
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
     * What {@code check} throws for a text, as the form shows it. Blank texts and those with placeholders are fine.
     *
     * @param check what is made of it; throws a {@link ReleaseException} for what can't be
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
