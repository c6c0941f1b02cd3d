#include "report/experiment_figure.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/experiment_parts.h"
#include "report/gap_parts.h"

/* Errors that span more than this have a logarithmic axis. */
static const double WIDE_RANGE = 10;
/* A baseline that lies above this many times everything else is named instead of drawn. */
static const double FAR_ABOVE = 3;

enum { BASELINE_LOOKS = 1u << NW_LOOK_DASHED | 1u << NW_LOOK_DOTTED | 1u << NW_LOOK_DASH_DOT };

typedef struct page {
    const nw_experiment_groups *groups;
    unsigned type;
    nw_experiment_number which;
    nw_text *dropped;
} page;

static const nw_setting_of_experiment *setting_of(const page *p)
{
    return p->groups->setting;
}

static double x_of(const nw_experiment_job *job)
{
    return job->setting->axis == NW_OVER_RATE ? nw_experiment_rate(job) : (double)job->value;
}

/* ---- curves over the axis ---- */

/* Points are put in the order of x. */
static void add_point(nw_curve *curve, double x, const nw_experiment_spread *spread)
{
    if (spread->count == 0)
        return;
    double bar = isfinite(spread->deviation) ? spread->deviation : 0;
    size_t at = curve->count++;
    for (; at > 0 && curve->points[at - 1].x > x; at--)
        curve->points[at] = curve->points[at - 1];
    curve->points[at] = (nw_curve_point){x, spread->mean, spread->mean - bar, spread->mean + bar};
}

static void add_method(nw_panel *panel, const page *p, nw_method method)
{
    static const nw_look looks[NW_METHOD_COUNT] = {[NW_METHOD_HYPER] = NW_LOOK_G,
                                                   [NW_METHOD_EMBEDDING] = NW_LOOK_Q_FREE,
                                                   [NW_METHOD_SHALLOW] = NW_LOOK_G,
                                                   [NW_METHOD_PAIR] = NW_LOOK_G};
    nw_curve *curve = nw_panel_curve(panel, NW_CURVE_POINTS, looks[method], nw_copy_text(nw_method_words[method]),
                                     p->groups->count);
    for (size_t i = 0; i < p->groups->count; i++) {
        const nw_experiment_group *group = &p->groups->groups[i];
        if (group->job->type != p->type || group->job->method != method)
            continue;
        nw_experiment_spread spread = nw_experiment_group_spread(p->groups, group, p->which, NW_LAST_EPOCH);
        add_point(curve, x_of(group->job), &spread);
    }
    nw_panel_drop_empty(panel);
}

/* ---- curves over the epochs ---- */

static void add_epochs(nw_panel *panel, const page *p, nw_experiment_number which, nw_look look, const char *label)
{
    const nw_experiment_group *group = &p->groups->groups[0];
    const nw_experiment_record *most = nw_experiment_group_longest(p->groups, group);
    nw_curve *curve =
        nw_panel_curve(panel, NW_CURVE_POINTS, look, nw_copy_text(label), most != NULL ? most->point_count : 1);
    for (size_t i = 0; most != NULL && i < most->point_count; i++) {
        long epoch = most->points[i].epoch;
        nw_experiment_spread spread = nw_experiment_group_spread(p->groups, group, which, epoch);
        add_point(curve, (double)epoch, &spread);
    }
    nw_panel_drop_empty(panel);
}

/* ---- baselines ---- */

static bool same_x(const nw_experiment_job *job, const nw_experiment_groups *groups, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (groups->groups[i].job->type == job->type && groups->groups[i].job->value == job->value)
            return true;
    return false;
}

/* A line across the panel where the axis has one value. */
static void stretch(nw_curve *curve, double from, double to)
{
    if (curve->count != 1)
        return;
    curve->points = nw_grow(curve->points, 2, sizeof *curve->points);
    curve->points[1] = curve->points[0];
    curve->points[0].x = from;
    curve->points[1].x = to;
    curve->count = 2;
}

static void add_baseline(nw_panel *panel, const page *p, nw_experiment_number which, nw_look look, const char *label)
{
    nw_curve *curve = nw_panel_curve(panel, NW_CURVE_LINE, look, nw_copy_text(label), p->groups->count);
    for (size_t i = 0; i < p->groups->count; i++) {
        const nw_experiment_group *group = &p->groups->groups[i];
        if (group->job->type != p->type || same_x(group->job, p->groups, i))
            continue;
        nw_experiment_spread spread = nw_experiment_group_spread(p->groups, group, which, NW_LAST_EPOCH);
        spread.deviation = NAN;
        add_point(curve, x_of(group->job), &spread);
    }
    curve->thin = true;
    if (nw_experiment_by_epoch(setting_of(p)))
        stretch(curve, 0, (double)setting_of(p)->epochs);
    nw_panel_drop_empty(panel);
}

static void add_baselines(nw_panel *panel, const page *p)
{
    if (p->which != NW_NUMBER_TEST)
        return;
    bool trained = nw_experiment_has_likelihood(setting_of(p));
    add_baseline(panel, p, NW_NUMBER_CONSTANT, NW_LOOK_DASHED, "best constant");
    add_baseline(panel, p, NW_NUMBER_WITHOUT_I, NW_LOOK_DOTTED,
                 trained ? "without I, trained" : "without I, estimated");
    add_baseline(panel, p, NW_NUMBER_LINEAR, NW_LOOK_DASH_DOT, trained ? "linear, trained" : "linear, least squares");
}

/* ---- axes ---- */

static void widen(double *least, double *most, double value)
{
    *least = value < *least ? value : *least;
    *most = value > *most ? value : *most;
}

static void set_y(nw_panel *panel)
{
    double least = INFINITY, most = -INFINITY, mean_least = INFINITY, mean_most = 0;
    for (size_t i = 0; i < panel->curve_count; i++)
        for (size_t j = 0; j < panel->curves[i].count; j++) {
            const nw_curve_point *point = &panel->curves[i].points[j];
            widen(&least, &most, point->lower);
            widen(&least, &most, point->upper);
            widen(&mean_least, &mean_most, point->y);
        }
    panel->y_linear = !(mean_least > 0 && mean_most > WIDE_RANGE * mean_least);
    if (panel->y_linear) {
        double margin = most > least ? 0.06 * (most - least) : 0.1 * fmax(fabs(most), 1e-3);
        panel->y_least = least >= 0 ? fmax(0, least - margin) : least - margin;
        panel->y_most = most + margin;
        return;
    }
    least = fmin(mean_least, least > 0 ? least : mean_least / 2);
    panel->y_least = least / 1.3;
    panel->y_most = most * 1.3;
    for (size_t i = 0; i < panel->curve_count; i++) /* a bar that reaches below zero ends at the axis */
        for (size_t j = 0; j < panel->curves[i].count; j++)
            panel->curves[i].points[j].lower = fmax(panel->curves[i].points[j].lower, panel->y_least);
}

/* Rates are told as j says them. */
static void rate_ticks(nw_panel *panel, const page *p)
{
    const nw_setting_of_experiment *setting = setting_of(p);
    for (size_t i = 0; i < p->groups->count; i++) {
        const nw_experiment_job *job = p->groups->groups[i].job;
        if (job->type != p->type || same_x(job, p->groups, i))
            continue;
        char *rate = nw_gap_number_text(x_of(job), 2);
        nw_panel_x_tick(panel, x_of(job),
                        nw_format("%s\n%s=%ld", rate, nw_experiment_axis_symbol(setting->axis), job->value));
        free(rate);
    }
}

static void set_x(nw_panel *panel, const page *p)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < panel->curve_count; i++)
        for (size_t j = 0; j < panel->curves[i].count; j++)
            widen(&least, &most, panel->curves[i].points[j].x);
    panel->x_linear = setting_of(p)->axis != NW_OVER_RATE;
    if (!panel->x_linear) {
        double margin = most > least ? pow(most / least, 0.04) : 1.2;
        panel->x_least = least / margin;
        panel->x_most = most * margin;
        rate_ticks(panel, p);
        return;
    }
    double margin = most > least ? 0.04 * (most - least) : 0.5;
    panel->x_least = least - margin;
    panel->x_most = most + margin;
    nw_panel_x_ticks(panel);
}

/* ---- panels ---- */

static char *title_of(const page *p)
{
    const nw_setting_of_experiment *setting = setting_of(p);
    char *title = nw_experiment_title(setting);
    char *both = nw_format("%s\n%s%s%spreset %s, %u repeat%s", title, p->type > 0 ? "type " : "",
                           nw_experiment_type_word(p->type), p->type > 0 ? ", " : "", setting->preset,
                           setting->repeats, setting->repeats == 1 ? "" : "s");
    free(title);
    return both;
}

static bool has_points(const nw_panel *panel)
{
    for (size_t i = 0; i < panel->curve_count; i++)
        if (panel->curves[i].kind == NW_CURVE_POINTS)
            return true;
    return false;
}

/* Where every training diverged the baselines stand alone. */
static void make_panel(nw_figure *figure, const page *p)
{
    const nw_setting_of_experiment *setting = setting_of(p);
    const char *measure = nw_experiment_cards[setting->experiment].measure;
    bool epochs = nw_experiment_by_epoch(setting);
    nw_panel *panel = nw_figure_panel(
        figure, title_of(p), nw_copy_text(nw_experiment_axis_name(setting->axis)),
        nw_copy_text(p->which == NW_NUMBER_TEST ? epochs ? "MSE" : measure : "share of wrong classes"));
    add_baselines(panel, p);
    if (epochs) {
        add_epochs(panel, p, NW_NUMBER_TEST, NW_LOOK_G, "MSE(f1, y)");
        add_epochs(panel, p, NW_NUMBER_SECOND, NW_LOOK_Q_FREE, "MSE(f1, f2)");
    } else {
        for (int method = 0; method < NW_METHOD_COUNT; method++)
            if ((setting->methods >> method & 1) != 0)
                add_method(panel, p, (nw_method)method);
    }
    if (has_points(panel))
        nw_panel_drop_far(panel, BASELINE_LOOKS, FAR_ABOVE, p->dropped);
    set_y(panel);
    set_x(panel, p);
    nw_panel_y_ticks(panel);
    nw_panel_place_labels(panel);
}

/* Whether some group of the type has the number. */
static bool has_number(const nw_experiment_groups *groups, unsigned type, nw_experiment_number which)
{
    for (size_t i = 0; i < groups->count; i++)
        if (groups->groups[i].job->type == type &&
            nw_experiment_group_spread(groups, &groups->groups[i], which, NW_LAST_EPOCH).count > 0)
            return true;
    return false;
}

static char *note_of(const nw_experiment_groups *groups, const nw_text *dropped)
{
    const nw_setting_of_experiment *setting = groups->setting;
    const char *data = nw_experiment_draws_images(setting) ? " Images drawn by nwidth, not the paper's."
                       : setting->data != NULL             ? " Images from files."
                                                           : "";
    nw_text note = {0};
    size_t diverged = 0;
    char *baselines = nw_experiment_baselines_text(groups);
    nw_text_addf(&note,
                 "Points: means over repeats of estimates on %zu test samples, bars: sample standard deviation. Lines: "
                 "baselines, estimates too: %s.%s",
                 setting->test_samples, baselines, data);
    free(baselines);
    if (dropped->length > 0)
        nw_text_addf(&note, " Not drawn, far above: %s.", nw_text_string(dropped));
    for (size_t i = 0; i < groups->count; i++)
        diverged += groups->groups[i].diverged;
    if (diverged > 0)
        nw_text_addf(&note, " %zu of %zu trainings diverged and stand in no point.", diverged, groups->jobs_done);
    if (groups->jobs_done < groups->study.count)
        nw_text_addf(&note, " %zu of %zu trainings have not run.", groups->study.count - groups->jobs_done,
                     groups->study.count);
    return nw_text_take(&note);
}

nw_status nw_experiment_figure_make(nw_figure *figure, const nw_experiment_groups *groups, nw_error *error)
{
    unsigned types[3];
    nw_text dropped = {0};
    *figure = (nw_figure){.columns = {"lower  upper", "error", "mean  mean-SD  mean+SD"}};
    for (size_t i = 0, count = nw_experiment_types(types, groups->setting); i < count; i++) {
        page p = {.groups = groups, .type = types[i], .which = NW_NUMBER_TEST, .dropped = &dropped};
        if (!has_number(groups, types[i], NW_NUMBER_TEST) && !has_number(groups, types[i], NW_NUMBER_CONSTANT))
            continue;
        make_panel(figure, &p);
        p.which = NW_NUMBER_SECOND;
        if (nw_experiment_has_wrong(groups->setting) && has_number(groups, types[i], NW_NUMBER_SECOND))
            make_panel(figure, &p);
    }
    figure->note = note_of(groups, &dropped);
    nw_text_clear(&dropped);
    if (figure->count > 0)
        return NW_OK;
    nw_figure_clear(figure);
    return nw_fail(error, NW_BAD_INPUT, groups->jobs_done == 0
                       ? "the experiment has no finished training yet: there is nothing to plot"
                       : "no finished training of the experiment has an error or a baseline: there is nothing to plot");
}
