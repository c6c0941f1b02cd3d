#include "report/experiment_notes.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/experiment_parts.h"

/* A target whose dependence on I explains less of the variance than this says nothing about methods that read I. */
static const double LITTLE_SIGNAL = 0.05;

typedef struct page {
    nw_table *table;
    const nw_experiment_groups *groups;
    const nw_setting_of_experiment *setting;
    const char *name; /* begins every note; NULL where one study has the table for itself */
} page;

static void say(const page *p, nw_text *text)
{
    if (text->length > 0) {
        if (p->name != NULL)
            nw_table_notef(p->table, "%s: %s", p->name, nw_text_string(text));
        else
            nw_table_note(p->table, nw_text_string(text));
    }
    nw_text_clear(text);
}

static void add_number(nw_text *text, double value)
{
    char *number = nw_experiment_number_text(value);
    nw_text_add(text, number);
    free(number);
}

/* "a", "a and b", "a, b and c" of a NULL-terminated list */
static void add_list(nw_text *text, const char *const *list, const char *between)
{
    for (size_t i = 0; list[i] != NULL; i++)
        nw_text_addf(text, "%s%s", i == 0 ? "" : between, list[i]);
}

/* ---- what this run shows ---- */

static void add_trend(nw_text *text, const page *p, unsigned type, nw_method method)
{
    nw_experiment_trend trend = nw_experiment_trend_of(p->groups, type, method);
    const char *symbol = nw_experiment_axis_symbol(p->setting->axis);
    nw_text_addf(text, "%s ", nw_method_words[method]);
    if (!isfinite(trend.at_first) || !isfinite(trend.at_last)) {
        nw_text_add(text, "has no test error at an end of the axis");
        return;
    }
    if (trend.values < 2) {
        add_number(text, trend.at_first);
        nw_text_addf(text, " at %s = %ld", symbol, trend.first);
        return;
    }
    static const char *const ways[] = {"falls, ", "has no trend that stands out, ", "rises, "};
    bool too_few = trend.repeats == 0 || trend.test.least > 0.05;
    nw_text_add(text,
                too_few ? "has too few values and repeats for a trend to stand out, " : ways[trend.direction + 1]);
    add_number(text, trend.at_first);
    nw_text_addf(text, " at %s = %ld and ", symbol, trend.first);
    add_number(text, trend.at_last);
    nw_text_addf(text, " at %s = %ld", symbol, trend.last);
    if (isfinite(trend.correlation))
        nw_text_addf(text, " (rank correlation %.2f)", trend.correlation);
}

/* Pairs of one type whose value is at least `least`. */
static nw_experiment_pairs pairs_from(const page *p, unsigned type, long least)
{
    nw_experiment_pairs all = {0};
    for (size_t i = 0; i < p->groups->count; i++) {
        const nw_experiment_group *group = &p->groups->groups[i];
        if (group->job->type != type || group->job->value < least)
            continue;
        nw_experiment_pairs pairs = nw_experiment_group_pairs(p->groups, group);
        all.count += pairs.count;
        all.better += pairs.better;
    }
    return all;
}

static void add_pairs(nw_text *text, const page *p, unsigned type)
{
    enum { FROM = 3 }; /* layers from which on the paper sees the hypernetwork ahead */
    nw_experiment_pairs all = pairs_from(p, type, LONG_MIN);
    if (all.count == 0)
        return;
    nw_text_addf(text, "; on the same data the hypernetwork is better in %zu of %zu pairs", all.better, all.count);
    nw_experiment_pairs deep = pairs_from(p, type, FROM);
    if (p->setting->axis == NW_OVER_LAYERS && deep.count > 0 && deep.count < all.count)
        nw_text_addf(text, ", with %d layers and more in %zu of %zu", FROM, deep.better, deep.count);
}

static void note_type(const page *p, unsigned type)
{
    nw_text text = {0};
    bool any = false;
    nw_text_addf(&text, "This run%s%s: ", type > 0 ? ", type " : "", nw_experiment_type_word(type));
    for (int method = 0; method < NW_METHOD_COUNT; method++) {
        if ((p->setting->methods >> method & 1) == 0)
            continue;
        nw_text_add(&text, any ? "; " : "");
        add_trend(&text, p, type, (nw_method)method);
        any = true;
    }
    add_pairs(&text, p, type);
    nw_text_add_char(&text, '.');
    say(p, &text);
}

static void note_epochs(const page *p)
{
    const nw_experiment_group *group = &p->groups->groups[0];
    nw_experiment_spread target = nw_experiment_group_spread(p->groups, group, NW_NUMBER_TEST, NW_LAST_EPOCH);
    nw_experiment_spread between = nw_experiment_group_spread(p->groups, group, NW_NUMBER_SECOND, NW_LAST_EPOCH);
    nw_text text = {0};
    if (target.count == 0 || between.count == 0) {
        nw_text_add(&text, p->groups->jobs_done > 0 ? "This run: no training has a test error at the end." : "");
        say(p, &text);
        return;
    }
    nw_text_add(&text, "This run: at the end MSE(f1, f2) is ");
    add_number(&text, between.mean);
    nw_text_add(&text, " and MSE(f1, y) ");
    add_number(&text, target.mean);
    double ratio = target.mean / between.mean;
    if (ratio > 1) {
        nw_text_add(&text, ": the networks are nearer to each other than to the target, by a factor of ");
        add_number(&text, ratio);
    } else {
        nw_text_add(&text, ": the networks are not nearer to each other than to the target");
    }
    nw_text_addf(&text, target.count == 1 ? " (one repeat)." : " (means of %zu repeats).", target.count);
    say(p, &text);
}

static void note_findings(const page *p)
{
    nw_text text = {0};
    nw_text_addf(&text, "The paper saw: %s", nw_experiment_cards[p->setting->experiment].saw);
    say(p, &text);
    if (nw_experiment_by_epoch(p->setting)) {
        note_epochs(p);
        return;
    }
    unsigned types[3];
    for (size_t i = 0, count = nw_experiment_types(types, p->setting); i < count; i++)
        note_type(p, types[i]);
}

/* ---- what says nothing ---- */

/* Those that diverged have no error to lie anywhere. */
static bool never_moved(const nw_experiment_group *group)
{
    return group->done > group->diverged && group->moved == 0;
}

static bool sometimes_moved(const nw_experiment_group *group)
{
    return group->moved > 0 && group->moved < group->done - group->diverged;
}

/* "type I, embedding: at k = 2, 3": the values of a curve at which the groups are so; "at every k" of all. */
static void add_values(nw_text *text, const page *p, unsigned type, nw_method method,
                       bool (*is_so)(const nw_experiment_group *))
{
    size_t all = 0, so = 0;
    nw_text values = {0};
    for (size_t i = 0; i < p->groups->count; i++) {
        const nw_experiment_group *group = &p->groups->groups[i];
        if (group->job->type != type || group->job->method != method)
            continue;
        all++;
        if (is_so(group))
            nw_text_addf(&values, "%s%ld", so++ > 0 ? ", " : "", group->job->value);
    }
    if (so > 0) {
        char *curve = nw_experiment_curve_text(type, method);
        const char *symbol = nw_experiment_axis_symbol(p->setting->axis);
        nw_text_addf(text, "%s%s", text->length > 0 ? "; " : "", curve);
        if (nw_experiment_has_axis(p->setting) && so == all)
            nw_text_addf(text, " at every %s", symbol);
        else if (nw_experiment_has_axis(p->setting))
            nw_text_addf(text, " at %s = %s", symbol, nw_text_string(&values));
        free(curve);
    }
    nw_text_clear(&values);
}

static void list_curves(nw_text *text, const page *p, bool (*is_so)(const nw_experiment_group *))
{
    unsigned types[3];
    size_t count = nw_experiment_types(types, p->setting);
    for (size_t i = 0; i < count; i++)
        for (int method = 0; method < NW_METHOD_COUNT; method++)
            if ((p->setting->methods >> method & 1) != 0)
                add_values(text, p, types[i], (nw_method)method, is_so);
}

static size_t diverged_of(const page *p)
{
    size_t diverged = 0;
    for (size_t i = 0; i < p->groups->count; i++)
        diverged += p->groups->groups[i].diverged;
    return diverged;
}

static void note_unmoved(const page *p)
{
    nw_text never = {0}, sometimes = {0}, text = {0};
    list_curves(&never, p, never_moved);
    list_curves(&sometimes, p, sometimes_moved);
    if (never.length > 0)
        nw_text_addf(&text,
                     "Never left the baselines: %s. The error there is not 1 %% better than the least of predicting a "
                     "constant%s or linearly: the picture says nothing of these networks.",
                     nw_text_string(&never),
                     p->groups->groups[0].job->method >= NW_METHOD_SHALLOW ? "" : ", without I,");
    if (sometimes.length > 0)
        nw_text_addf(&text, "%sLeft the baselines in some repeats only: %s.", text.length > 0 ? " " : "",
                     nw_text_string(&sometimes));
    size_t diverged = diverged_of(p);
    if (text.length == 0 && p->groups->jobs_done > diverged)
        nw_text_addf(&text, "Every training%s left its baselines.", diverged > 0 ? " that did not diverge" : "");
    say(p, &text);
    nw_text_clear(&never);
    nw_text_clear(&sometimes);
}

/* The largest share that I could explain over the groups of a type; NaN where it is not known. */
static double signal_of(const page *p, unsigned type)
{
    double most = NAN;
    for (size_t i = 0; i < p->groups->count; i++)
        if (p->groups->groups[i].job->type == type)
            most = fmax(most, nw_experiment_group_spread(p->groups, &p->groups->groups[i], NW_NUMBER_SIGNAL,
                                                         NW_LAST_EPOCH)
                                  .most);
    return most;
}

static void note_signal(const page *p)
{
    unsigned types[3];
    /* a ratio of likelihoods is no share of a variance */
    size_t count = nw_experiment_has_likelihood(p->setting) ? 0 : nw_experiment_types(types, p->setting);
    for (size_t i = 0; i < count; i++) {
        nw_text text = {0};
        double signal = signal_of(p, types[i]);
        if (!(signal < LITTLE_SIGNAL))
            continue;
        nw_text_addf(&text, "The target%s%s carries almost no signal: I explains about ",
                     types[i] > 0 ? " of type " : "", nw_experiment_type_word(types[i]));
        add_number(&text, 100 * fmax(signal, 0));
        nw_text_add(&text, " % of its variance (an estimate, the largest over values and repeats), so that reading I "
                           "can hardly pay");
        nw_text_add(&text, p->setting->types != 0 && !p->setting->centred
                               ? "; --centred gives the informative variant."
                               : ".");
        say(p, &text);
    }
}

static void note_runs(const page *p)
{
    nw_text text = {0};
    size_t diverged = diverged_of(p), jobs = p->groups->study.count;
    if (p->groups->jobs_done < jobs)
        nw_text_addf(&text, "%zu of %zu trainings have not run: means are those of the others.",
                     jobs - p->groups->jobs_done, jobs);
    if (diverged > 0)
        nw_text_addf(&text,
                     "%s%zu of %zu trainings diverged (a loss became infinite or no number) and stand in no mean of "
                     "errors, at no epoch; the means of baselines have theirs.",
                     text.length > 0 ? " " : "", diverged, p->groups->jobs_done);
    say(p, &text);
}

/* ---- what the numbers rest on ---- */

/* Which distribution the curves of this run had their trends tested by. */
static void add_test(nw_text *text, const page *p)
{
    bool exact = false, normal = false;
    unsigned types[3];
    for (size_t i = 0, count = nw_experiment_types(types, p->setting); i < count; i++)
        for (int method = 0; method < NW_METHOD_COUNT; method++) {
            nw_experiment_trend trend = nw_experiment_trend_of(p->groups, types[i], (nw_method)method);
            exact = exact || (trend.repeats > 0 && trend.test.exact);
            normal = normal || (trend.repeats > 0 && !trend.test.exact);
        }
    if (!exact && !normal)
        return;
    nw_text_add(text, " Rank correlation: Spearman's of value and error within each repeat, mean over repeats; a trend "
                      "stands out at 5 %, two-sided, by Page's test, ");
    if (exact && normal)
        nw_text_addf(text, "exact up to %d repeats and in its normal approximation beyond", NW_PAGE_EXACT_REPEATS);
    else
        nw_text_add(text, exact ? "with its exact distribution" : "in its normal approximation");
    nw_text_add(text, "; ties count against the trend.");
}

static void note_measure(const page *p)
{
    const nw_setting_of_experiment *s = p->setting;
    nw_text text = {0};
    bool images = s->experiment == NW_COLORIZATION;
    nw_text_addf(&text,
                 "Errors: %s, each an estimate on %zu test %s after the last epoch; means over repeats with seeds of "
                 "their own, SD: sample standard deviation. Methods and values of a repeat share target, samples and "
                 "tests.",
                 nw_experiment_cards[s->experiment].measure, s->test_samples, images ? "images" : "samples");
    if (nw_experiment_has_wrong(s))
        nw_text_add(&text, " wrong: share of test samples put into a wrong class.");
    if (!nw_experiment_by_epoch(s))
        add_test(&text, p);
    say(p, &text);
}

static void note_data(const page *p)
{
    const nw_setting_of_experiment *s = p->setting;
    nw_text text = {0};
    if (s->inputs == NW_INPUT_GAUSS)
        nw_text_addf(&text, "Data: targets with weights, x and I drawn from N(0, 1) by nwidth, seed %llu.",
                     (unsigned long long)s->seed);
    else if (s->inputs == NW_INPUT_UNIFORM)
        nw_text_addf(&text, "Data: inputs drawn from [-1, 1] by nwidth, seed %llu.", (unsigned long long)s->seed);
    else if (s->data == NULL)
        nw_text_addf(&text,
                     "Data: %s images drawn by nwidth (strokes and blobs, 10 classes), seed %llu, not those of the "
                     "paper; --data DIR reads files.",
                     nw_input_words[s->inputs], (unsigned long long)s->seed);
    else
        nw_text_addf(&text, "Data: the %s images in the files of %s (mark %s).", nw_input_words[s->inputs], s->data,
                     s->data_mark);
    say(p, &text);
}

static void note_settings(const page *p)
{
    nw_text text = {0};
    char *reductions = nw_experiment_reductions(p->setting);
    if (reductions != NULL)
        nw_text_addf(&text, "Not the paper's settings (preset %s): %s.", p->setting->preset, reductions);
    else
        nw_text_addf(&text, "The settings are the paper's%s.",
                     nw_experiment_draws_images(p->setting) ? ", the images are not" : "");
    free(reductions);
    say(p, &text);
    const char *const *unstated = nw_experiment_unstated(p->setting->experiment);
    if (unstated[0] != NULL) {
        nw_text_add(&text, "Not stated in the paper, chosen here (before a preset's reductions): ");
        add_list(&text, unstated, "; ");
        nw_text_add_char(&text, '.');
        say(p, &text);
    }
    const char *const *released = nw_experiment_released(p->setting->experiment);
    if (released[0] != NULL) {
        nw_text_add(&text, p->setting->as_released ? "As in the released code, not as in the paper: "
                                                   : "Otherwise in the released code, here as in the paper "
                                                     "(--as-released for the code's): ");
        add_list(&text, released, "; ");
        nw_text_add_char(&text, '.');
        say(p, &text);
    }
}

static void note_baselines(const page *p)
{
    nw_text text = {0};
    char *baselines = nw_experiment_baselines_text(p->groups);
    nw_text_addf(&text,
                 "Baselines, on the same test samples, estimates too: %s. moved: repeats whose last error lies more "
                 "than 1 %% below the least of them, of those that did not diverge.",
                 baselines);
    free(baselines);
    say(p, &text);
}

/* ---- budgets ---- */

typedef struct span {
    double least, most;
} span;

static void widen(span *s, double value)
{
    s->least = fmin(s->least, value);
    s->most = fmax(s->most, value);
}

static void add_span(nw_text *text, span s)
{
    char *least = nw_experiment_number_text(s.least), *most = nw_experiment_number_text(s.most);
    nw_text_add(text, least);
    if (strcmp(least, most) != 0)
        nw_text_addf(text, " to %s", most);
    free(least);
    free(most);
}

/* Embedding over hypernetwork, over the values; false where the study lacks one of them. */
static bool ratios(span *primary, span *inner, const page *p)
{
    *primary = *inner = (span){INFINITY, -INFINITY};
    for (size_t i = 0; i < p->groups->count; i++) {
        const nw_experiment_job *job = p->groups->groups[i].job;
        const nw_experiment_group *other =
            nw_experiment_group_find(p->groups, job->type, job->value, NW_METHOD_EMBEDDING);
        nw_experiment_counts g, q;
        if (job->method != NW_METHOD_HYPER || other == NULL)
            continue;
        nw_experiment_count(&g, job);
        nw_experiment_count(&q, other->job);
        widen(primary, (double)q.exact.primary / (double)g.exact.primary);
        widen(inner, (double)q.exact.inner / (double)g.exact.inner);
    }
    return primary->least <= primary->most;
}

static void note_budgets(const page *p)
{
    span primary, inner;
    nw_text text = {0};
    if (!ratios(&primary, &inner, p))
        return;
    nw_text_add(&text, p->setting->equal_budget ? "Budgets are made equal: N_q/N_g = "
                                                : "Budgets are the experiment's own and differ: N_q/N_g = ");
    add_span(&text, primary);
    nw_text_add(&text, ", N_e/N_f = ");
    add_span(&text, inner);
    nw_text_add(&text, p->setting->equal_budget
                           ? " (N_e as near as a whole width allows)."
                           : ": a difference of errors is not one of the methods alone; --budget equal makes them "
                             "alike.");
    say(p, &text);
}

void nw_experiment_note(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups)
{
    bool every = part == NW_EXPERIMENT_EVERYTHING;
    const page p = {.table = table,
                    .groups = groups,
                    .setting = groups->setting,
                    .name = every ? nw_experiment_cards[groups->setting->experiment].name : NULL};
    if (part == NW_EXPERIMENT_ERRORS || every) {
        note_findings(&p);
        note_unmoved(&p);
        note_signal(&p);
        note_runs(&p);
        note_measure(&p);
        note_data(&p);
        note_settings(&p);
        note_baselines(&p);
    }
    if (part == NW_EXPERIMENT_BUDGETS || every) {
        nw_text text = {0};
        note_budgets(&p);
        nw_text_add(&text, "Parameters: weights, biases not counted; trained: all that is trained, with biases. output "
                           "SD: deviation of the outputs over the test samples at the end, 0 for a dead network.");
        say(&p, &text);
    }
    if (part == NW_EXPERIMENT_PAIRED)
        nw_table_note(table, "Repeat by repeat, on the same target, samples and tests: in how many the hypernetwork's "
                             "test error is the smaller one, and the mean of the differences with its sample standard "
                             "deviation.");
}
