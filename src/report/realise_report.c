#include "report/realise_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "rational.h"
#include "report/json.h"
#include "report/table.h"
#include "result.h"

/* ---- Theorem 5 ---- */

size_t nw_selector_coordinates(const nw_target *target)
{
    const char *family = nw_target_family(target);
    if (strcmp(family, "inner") == 0)
        return (size_t)nw_target_m1(target) + 1;
    if (strcmp(family, "product") != 0)
        return 0;
    json_t *definition = nw_target_to_json(target);
    size_t terms = json_array_size(json_object_get(definition, "terms"));
    json_decref(definition);
    return terms + 1;
}

nw_result *nw_realise_theorem5(const nw_realised *realised, const nw_realise_options *how, nw_context *context)
{
    const nw_target *target = realised->target;
    size_t coordinates = nw_selector_coordinates(target);
    const nw_reads *activations = nw_card_reads(&nw_card_thm5, NW_ACTIVATION);
    /* The card's own split: another one of the inputs has no such selector. */
    if (coordinates == 0 || how->m1 != (size_t)nw_target_m1(target) ||
        (activations->words >> (unsigned)how->fit.activation & 1u) == 0)
        return NULL;
    nw_setting *setting = nw_setting_new(&nw_card_thm5);
    nw_setting_put_integer(setting, NW_R, nw_target_order(target));
    nw_setting_put_integer(setting, NW_M1, (slong)how->m1);
    nw_setting_put_integer(setting, NW_M2, (slong)how->m2);
    nw_setting_put_integer(setting, NW_W, (slong)coordinates);
    nw_setting_put_rational(setting, NW_EPS, realised->eps);
    nw_setting_put_choice(setting, NW_ACTIVATION, (int)how->fit.activation);
    nw_result *result = NULL;
    nw_error error;
    nw_card_evaluate(&result, setting, context, &error);
    nw_setting_free(setting);
    return result;
}

/* N_f and N_g of the bound as text, NULL where there is none.  The caller frees. */
typedef struct theorem5 {
    char *selector;
    const char *primary;
    nw_result *result;
    nw_context *context;
} theorem5;

static theorem5 find_theorem5(const nw_realise_report *report)
{
    theorem5 bound = {.context = nw_context_new()};
    bound.result = nw_realise_theorem5(report->realised, report->how, bound.context);
    if (bound.result == NULL || bound.result->outcome != NW_PROVED)
        return bound;
    bound.selector = fmpq_get_str(NULL, 10, bound.result->lower);
    for (size_t i = 0; i < bound.result->detail_count; i++)
        if (strcmp(bound.result->details[i].name, "N_g") == 0)
            bound.primary = bound.result->details[i].text;
    return bound;
}

static void clear_theorem5(theorem5 *bound)
{
    flint_free(bound->selector);
    if (bound->result != NULL)
        nw_result_free(bound->result);
    nw_context_free(bound->context);
}

/* ---- JSON ---- */

static void put_found(json_t *result, const nw_realised *realised)
{
    const nw_hyper_shape *shape = &realised->fit.shape;
    nw_json_put_count(result, "width", shape->width);
    nw_json_put_count(result, "f_width", shape->f_width);
    nw_json_put_count(result, "N_g", realised->composite->primary->parameter_count);
    nw_json_put_count(result, "N_f", realised->task_parameters);
    nw_json_put_count(result, "N_f_connections", realised->task_connections);
    nw_json_put_count(result, "N_f_no_output_bias", realised->task_paper);
    nw_json_put(result, "sampled_error", nw_json_decimal(realised->fit.error, NW_CUT));
    nw_json_put(result, "lower", nw_json_decimal(realised->enclosure.lower, NW_DOWN));
    nw_json_put(result, "upper", nw_json_decimal(realised->enclosure.upper, NW_UP));
    json_t *witness = json_array();
    for (int axis = 0; axis < nw_target_inputs(realised->target); axis++)
        nw_json_append(witness, nw_json_decimal(realised->enclosure.witness[axis], NW_CUT));
    nw_json_put(result, "witness", witness);
    nw_json_put_count(result, "boxes", realised->enclosure.boxes);
    nw_json_put_text_or_null(result, "assumes", realised->enclosure.assumes);
    nw_json_put_text(result, "found_by", nw_hyper_stage_words[realised->fit.found_by]);
}

static void write_json(FILE *stream, const nw_realise_report *report)
{
    const nw_realised *realised = report->realised;
    json_t *document = nw_json_head(report->origin), *result = json_object();
    nw_json_put_text(result, "target", nw_target_word(realised->target));
    nw_json_put_count(result, "m1", report->how->m1);
    nw_json_put_count(result, "m2", report->how->m2);
    nw_json_put_text(result, "activation", nw_activation_words[report->how->fit.activation]);
    nw_json_put(result, "output_bias", json_boolean(report->how->fit.output_bias));
    nw_json_put_count(result, "f_layers", report->how->f_layers);
    nw_json_put_text(result, "varies", nw_hyper_form_words[report->how->form]);
    char *eps = nw_rational_decimal(realised->eps, NW_DOUBLE_DIGITS, NW_DOWN);
    nw_json_put_text(result, "eps", eps);
    free(eps);
    nw_json_put_text(result, "outcome", nw_outcome_word(realised->outcome));
    if (realised->reason != NULL)
        nw_json_put_text(result, "reason", realised->reason);
    nw_json_put_count(result, "task_width", realised->task_width);
    if (realised->composite != NULL)
        put_found(result, realised);
    nw_json_put_count(result, "restarts", realised->fit.restarts);
    nw_json_put_count(result, "points", realised->points);
    theorem5 bound = find_theorem5(report);
    if (bound.selector != NULL) {
        json_t *object = json_object();
        nw_json_put_text(object, "N_f", bound.selector);
        nw_json_put_text_or_null(object, "N_g", bound.primary);
        nw_json_put_count(object, "w", nw_selector_coordinates(realised->target));
        nw_json_put_text(object, "c", "1");
        nw_json_put(result, "thm5", object);
    }
    clear_theorem5(&bound);
    if (report->origin != NULL)
        nw_json_put(result, "seconds", json_real(round(realised->seconds * 1e3) / 1e3));
    nw_json_put_text_or_null(result, "network", report->network);
    nw_json_put_text_or_null(result, "certificate", report->certificate);
    json_t *results = json_array();
    nw_json_append(results, result);
    nw_json_put(document, "results", results);
    nw_json_write(stream, document);
}

/* ---- tables ---- */

static void add_columns(nw_table *table)
{
    nw_table_column(table, NW_COLUMN_TEXT, "target", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "eps", NULL, "$\\varepsilon$");
    nw_table_column(table, NW_COLUMN_INTEGER, "width", "width g", NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "f_width", "width f", NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "N_g", NULL, "$N_g$");
    nw_table_column(table, NW_COLUMN_INTEGER, "N_f", NULL, "$N_f$");
    nw_table_column(table, NW_COLUMN_NUMBER, "lower", "error >=", "error $\\ge$");
    nw_table_column(table, NW_COLUMN_NUMBER, "upper", "error <=", "error $\\le$");
    nw_table_column(table, NW_COLUMN_TEXT, "outcome", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "found_by", "found by", NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "thm5_N_g", "Thm 5: N_g <=", "Thm.~5: $N_g \\le$");
    nw_table_column(table, NW_COLUMN_INTEGER, "thm5_N_f", "Thm 5: N_f <=", "Thm.~5: $N_f \\le$");
    nw_table_column(table, NW_COLUMN_TEXT, "network", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "certificate", NULL, NULL);
}

static void add_text(nw_table *table, const char *text)
{
    nw_table_text(table, text != NULL ? text : "");
}

static void add_row(nw_table *table, const nw_realise_report *report, const theorem5 *bound)
{
    const nw_realised *realised = report->realised;
    const nw_enclosure *enclosure = &realised->enclosure;
    nw_table_text(table, nw_target_word(realised->target));
    char *full = nw_rational_decimal(realised->eps, NW_DOUBLE_DIGITS, NW_DOWN);
    char *shown = nw_shown_double(fmpq_get_d(realised->eps), NW_CUT, report->digits);
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
    if (realised->composite != NULL) {
        nw_table_count(table, realised->fit.shape.width);
        nw_table_count(table, realised->fit.shape.f_width);
        nw_table_count(table, realised->composite->primary->parameter_count);
        nw_table_count(table, realised->task_parameters);
        nw_table_double(table, enclosure->lower, NW_DOWN, report->digits);
        nw_table_double(table, enclosure->upper, NW_UP, report->digits);
    } else {
        for (int k = 0; k < 6; k++)
            nw_table_blank(table);
    }
    nw_table_text(table, nw_outcome_word(realised->outcome));
    nw_table_text(table, realised->composite != NULL ? nw_hyper_stage_words[realised->fit.found_by] : "");
    add_text(table, bound->primary);
    add_text(table, bound->selector);
    add_text(table, report->network);
    add_text(table, report->certificate);
}

static void add_notes(nw_table *table, const nw_realise_report *report, const theorem5 *bound)
{
    const nw_realised *realised = report->realised;
    if (realised->composite != NULL) {
        nw_text point = {0};
        /* 17 digits: read back they are this double, of which it is proven; a rounded point is another one. */
        for (int axis = 0; axis < nw_target_inputs(realised->target); axis++)
            nw_text_addf(&point, "%s%.17g", axis > 0 ? ", " : "", realised->enclosure.witness[axis]);
        nw_table_notef(table,
                       "Proven: the sup norm of g(x; f(I)) - y(x, I) over [-1,1]^%d lies between the two; the lower "
                       "end is attained or exceeded at (%s).",
                       nw_target_inputs(realised->target), nw_text_string(&point));
        nw_text_clear(&point);
        nw_table_notef(table,
                       "N_f counts every weight and bias of f, N_g outputs with a bias each; %zu of them are not 0. As "
                       "the paper counts, with no bias in the last layer and a constant unit instead: %zu.",
                       realised->task_connections, realised->task_paper);
    }
    if (realised->task_width > 0)
        nw_table_notef(table,
                       "Each of the tasks of a grid, on its own, was served by g of width %zu (on points: an "
                       "estimate).",
                       realised->task_width);
    if (realised->enclosure.assumes != NULL)
        nw_table_notef(table, "assumes %s", realised->enclosure.assumes);
    if (realised->reason != NULL)
        nw_table_notef(table, "Error <= eps is not proven: %s.", realised->reason);
    if (bound->selector != NULL)
        nw_table_notef(table,
                       "Thm 5 takes w = %zu coordinate functions of the selector from the target, and c = 1 for the "
                       "norm of its matrix, which is not checked here: an upper bound for such a target, not for this "
                       "f.",
                       nw_selector_coordinates(realised->target));
}

void nw_realise_report_write(FILE *stream, const nw_realise_report *report, nw_style style, bool quiet)
{
    if (style == NW_STYLE_JSON) {
        write_json(stream, report);
        return;
    }
    theorem5 bound = find_theorem5(report);
    nw_table *table = nw_table_new("hyper");
    add_columns(table);
    add_row(table, report, &bound);
    if (style != NW_STYLE_CSV)
        nw_table_hide_blank(table);
    if (!quiet)
        add_notes(table, report, &bound);
    nw_table_write(stream, table, style, report->origin);
    nw_table_free(table);
    clear_theorem5(&bound);
}
