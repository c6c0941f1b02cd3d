#include "report/construct_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalogue.h"
#include "rational.h"
#include "report/json.h"
#include "report/table.h"
#include "result.h"

/* ---- what stands beside each count ---- */

/* "11" or "36,71,36,1" */
static void add_units(nw_text *text, const nw_network *network)
{
    for (size_t k = 0; k < network->layer_count; k++)
        nw_text_addf(text, "%s%zu", k > 0 ? "," : "", network->layers[k].units);
}

static const char *detail(const nw_result *result, const char *name)
{
    for (size_t i = 0; i < result->detail_count; i++)
        if (strcmp(result->details[i].name, name) == 0)
            return result->details[i].text;
    return NULL;
}

/* The bounds on the primary network and on the task network, as text; NULL where there is none. */
typedef struct bounds {
    char *number;
    const char *primary, *task;
} bounds;

static bounds find_bounds(const nw_construction *made)
{
    bounds found = {.number = fmpq_get_str(NULL, 10, made->bound->lower)};
    if (made->card == &nw_card_thm5) {
        found.primary = detail(made->bound, "N_g");
        found.task = found.number;
    } else {
        found.primary = found.number;
    }
    return found;
}

static const char *primary_name(const nw_construction *made)
{
    return made->composite == NULL ? "N_f" : made->composite->form == NW_EMBEDDING ? "N_q" : "N_g";
}

static const char *task_name(const nw_construction *made)
{
    return made->composite != NULL && made->composite->form == NW_EMBEDDING ? "N_e" : "N_f";
}

/* ---- JSON ---- */

static json_t *network_object(const nw_network *network, const char *bound)
{
    json_t *object = json_object(), *units = json_array();
    for (size_t k = 0; k < network->layer_count; k++)
        nw_json_append(units, json_integer((json_int_t)network->layers[k].units));
    nw_json_put_count(object, "layers", network->layer_count);
    nw_json_put(object, "units", units);
    nw_json_put_count(object, "connections", network->parameter_count);
    nw_json_put_text_or_null(object, "bound", bound);
    nw_json_put_count(object, "dense", nw_network_dense_count(network));
    return object;
}

static void put_number(json_t *result, const char *key, const nw_result *number)
{
    char *text = fmpq_get_str(NULL, 10, number->lower);
    nw_json_put_text_or_null(result, key, number->outcome == NW_PROVED ? text : NULL);
    flint_free(text);
}

static void put_sizes(json_t *result, const nw_construction *made)
{
    static const char *const relations[] = {[NW_EQUALS] = "equal", [NW_AT_MOST] = "at most",
                                            [NW_COMPARES] = "of one task"};
    bounds found = find_bounds(made);
    nw_json_put_count(result, made->composite == NULL ? "n" : "m1", made->m1);
    if (made->composite != NULL)
        nw_json_put_count(result, "m2", made->m2);
    nw_json_put_count(result, "intervals", made->intervals);
    if (made->composite != NULL)
        nw_json_put_count(result, "task_intervals", made->task_intervals);
    nw_json_put_text(result, "quantity", primary_name(made));
    nw_json_put(result, "primary", network_object(nw_construction_primary(made), found.primary));
    if (made->composite != NULL)
        nw_json_put(result, "task", network_object(nw_construction_task(made), found.task));
    nw_json_put_text(result, "built_to_bound", relations[made->relation]);
    if (made->theorem3 != NULL) {
        put_number(result, "thm3", made->theorem3);
        put_number(result, "thm4", made->theorem4);
    }
    if (made->card == &nw_card_thm5) {
        nw_json_put_count(result, "w", nw_target_terms(made->target));
        nw_json_put(result, "selector_norm", nw_json_decimal(made->selector_norm, NW_UP));
        nw_json_put_count(result, "shared_hats", made->shared_count);
    }
    flint_free(found.number);
}

static void write_json(FILE *stream, const nw_construct_report *report)
{
    const nw_construction *made = report->made;
    const nw_enclosure *enclosure = report->enclosure;
    json_t *document = nw_json_head(report->origin), *result = json_object(), *results = json_array();
    json_t *witness = json_array();
    char *eps = nw_rational_short(made->eps);
    nw_json_put_text(result, "card", made->card->id);
    nw_json_put_text(result, "target", nw_target_word(made->target));
    nw_json_put_text(result, "eps", eps);
    nw_json_put_text(result, "activation", nw_activation_words[made->activation]);
    put_sizes(result, made);
    nw_json_put(result, "lower", nw_json_decimal(enclosure->lower, NW_DOWN));
    nw_json_put(result, "upper", nw_json_decimal(enclosure->upper, NW_UP));
    nw_json_put_text(result, "outcome", nw_outcome_word(report->outcome));
    for (int axis = 0; axis < nw_target_inputs(made->target); axis++)
        nw_json_append(witness, nw_json_decimal(enclosure->witness[axis], NW_CUT));
    nw_json_put(result, "witness", witness);
    if (report->outcome != NW_PROVED && enclosure->reason != NULL)
        nw_json_put_text(result, "reason", enclosure->reason);
    nw_json_put_text_or_null(result, "assumes", enclosure->assumes);
    nw_json_put_count(result, "boxes", enclosure->boxes);
    if (report->origin != NULL)
        nw_json_put(result, "seconds", json_real(round(enclosure->seconds * 1e6) / 1e6));
    nw_json_put_text_or_null(result, "network", report->network);
    nw_json_put_text_or_null(result, "certificate", report->certificate);
    nw_json_append(results, result);
    nw_json_put(document, "results", results);
    nw_json_write(stream, document);
    free(eps);
}

/* ---- tables ---- */

/* One row for everything: the columns of CSV. */
static void add_columns(nw_table *table)
{
    static const struct {
        const char *name;
        nw_column_kind kind;
    } columns[] = {
        {"card", NW_COLUMN_TEXT},
        {"target", NW_COLUMN_TEXT},
        {"eps", NW_COLUMN_NUMBER},
        {"intervals", NW_COLUMN_INTEGER},
        {"units", NW_COLUMN_TEXT},
        {"connections", NW_COLUMN_INTEGER},
        {"bound", NW_COLUMN_INTEGER},
        {"dense", NW_COLUMN_INTEGER},
        {"task_units", NW_COLUMN_TEXT},
        {"task_connections", NW_COLUMN_INTEGER},
        {"task_bound", NW_COLUMN_INTEGER},
        {"task_dense", NW_COLUMN_INTEGER},
        {"lower", NW_COLUMN_NUMBER},
        {"upper", NW_COLUMN_NUMBER},
        {"outcome", NW_COLUMN_TEXT},
        {"network", NW_COLUMN_TEXT},
        {"certificate", NW_COLUMN_TEXT},
    };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        nw_table_column(table, columns[i].kind, columns[i].name, NULL, NULL);
}

/* A row for each network: the columns for people, to whom the title says card, target and eps. */
static void add_shown_columns(nw_table *table, const nw_construction *made)
{
    static const char *const relations[] = {[NW_EQUALS] = " =", [NW_AT_MOST] = " <=", [NW_COMPARES] = ""};
    char *bound = nw_format("%s%s", made->card->id, relations[made->relation]);
    nw_table_column(table, NW_COLUMN_TEXT, "quantity", "", NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "intervals", "M", "$M$");
    nw_table_column(table, NW_COLUMN_TEXT, "units", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "connections", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "bound", bound, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "dense", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "lower", "error >=", "error $\\ge$");
    nw_table_column(table, NW_COLUMN_NUMBER, "upper", "error <=", "error $\\le$");
    nw_table_column(table, NW_COLUMN_TEXT, "outcome", NULL, NULL);
    free(bound);
}

static void add_bound(nw_table *table, const char *bound)
{
    if (bound == NULL) {
        nw_table_blank(table);
        return;
    }
    fmpz_t value;
    fmpz_init(value);
    fmpz_set_str(value, bound, 10);
    nw_table_integer(table, value, NW_UP);
    fmpz_clear(value);
}

static void add_network(nw_table *table, const nw_network *network, const char *bound)
{
    if (network == NULL) {
        for (int k = 0; k < 4; k++)
            nw_table_blank(table);
        return;
    }
    nw_text units = {0};
    add_units(&units, network);
    nw_table_text(table, nw_text_string(&units));
    nw_text_clear(&units);
    nw_table_count(table, network->parameter_count);
    add_bound(table, bound);
    nw_table_count(table, nw_network_dense_count(network));
}

static void add_error(nw_table *table, const nw_construct_report *report)
{
    nw_table_double(table, report->enclosure->lower, NW_DOWN, report->digits);
    nw_table_double(table, report->enclosure->upper, NW_UP, report->digits);
    nw_table_text(table, nw_outcome_word(report->outcome));
}

static void add_row(nw_table *table, const nw_construct_report *report)
{
    const nw_construction *made = report->made;
    bounds found = find_bounds(made);
    nw_table_text(table, made->card->id);
    nw_table_text(table, nw_target_word(made->target));
    nw_table_rational(table, made->eps);
    nw_table_count(table, made->intervals);
    add_network(table, nw_construction_primary(made), found.primary);
    add_network(table, nw_construction_task(made), found.task);
    add_error(table, report);
    nw_table_text(table, report->network != NULL ? report->network : "");
    nw_table_text(table, report->certificate != NULL ? report->certificate : "");
    flint_free(found.number);
}

/* The error is that of both networks together: it stands in the last row. */
static void add_shown_rows(nw_table *table, const nw_construct_report *report)
{
    const nw_construction *made = report->made;
    bounds found = find_bounds(made);
    nw_table_text(table, primary_name(made));
    nw_table_count(table, made->intervals);
    add_network(table, nw_construction_primary(made), found.primary);
    if (made->composite != NULL) {
        for (int k = 0; k < 3; k++)
            nw_table_blank(table);
        nw_table_text(table, task_name(made));
        nw_table_count(table, made->task_intervals);
        add_network(table, nw_construction_task(made), found.task);
    }
    add_error(table, report);
    flint_free(found.number);
}

static void add_title(nw_table *table, const nw_construction *made)
{
    char *eps = nw_rational_short(made->eps);
    nw_table_title(table, "%s for %s, eps = %s", made->card->id, nw_target_word(made->target), eps);
    free(eps);
}

static void add_file_notes(nw_table *table, const nw_construct_report *report)
{
    if (report->network != NULL)
        nw_table_notef(table, "Written to %s", report->network);
    if (report->certificate != NULL)
        nw_table_notef(table, "Certificate: %s", report->certificate);
}

static void add_error_notes(nw_table *table, const nw_construct_report *report)
{
    const nw_enclosure *enclosure = report->enclosure;
    nw_text point = {0};
    /* 17 digits: read back they are this double, of which it is proven; a rounded point is another one. */
    for (int axis = 0; axis < nw_target_inputs(report->made->target); axis++)
        nw_text_addf(&point, "%s%.17g", axis > 0 ? ", " : "", enclosure->witness[axis]);
    nw_table_notef(table,
                   "Proven: the sup norm of network - target over [-1,1]^%d lies between the two; the lower end is "
                   "attained or exceeded at (%s).",
                   nw_target_inputs(report->made->target), nw_text_string(&point));
    nw_text_clear(&point);
    if (report->outcome != NW_PROVED && enclosure->reason != NULL)
        nw_table_notef(table, "Error <= eps is not proven: %s.", enclosure->reason);
    if (enclosure->assumes != NULL)
        nw_table_notef(table, "assumes %s", enclosure->assumes);
}

static void add_embedding_note(nw_table *table, const nw_construction *made)
{
    char *of_q = fmpq_get_str(NULL, 10, made->theorem3->lower), *of_g = fmpq_get_str(NULL, 10, made->theorem4->lower);
    nw_table_notef(table,
                   "q(x, e(I)) takes %zu values of y(., I) from e, which enter additively; the card counts the network "
                   "of one task. At this setting thm4 has N_g <= %s in its constructive form, and thm3 says N_q >= %s "
                   "(with its defaults), counting q's layers densely.",
                   made->composite->task->outputs, of_g, of_q);
    flint_free(of_q);
    flint_free(of_g);
}

static void add_count_notes(nw_table *table, const nw_construction *made)
{
    if (made->relation == NW_EQUALS)
        nw_table_notef(table,
                       "%s counts connections, biases among them, and not the zeros of dense layers, as the card does.",
                       primary_name(made));
    if (made->card == &nw_card_thm4)
        nw_table_note(table, "The last layer of g alone depends on the task: f has an output for each of its weights.");
    if (made->theorem3 != NULL)
        add_embedding_note(table, made);
    if (made->card == &nw_card_thm5) {
        char *norm = nw_shown_double(made->selector_norm, NW_UP, 6);
        nw_table_notef(table,
                       "f = W P(I) with w = %zu, ||W||_1 <= %s; the bounds are Theorem 5's for this w, this norm and "
                       "the layers of g. With one layer of hats for all of P, f would have %zu connections.",
                       nw_target_terms(made->target), norm, made->shared_count);
        free(norm);
    }
}

void nw_construct_report_write(FILE *stream, const nw_construct_report *report, nw_style style, bool quiet)
{
    if (style == NW_STYLE_JSON) {
        write_json(stream, report);
        return;
    }
    nw_table *table = nw_table_new("construct");
    if (style == NW_STYLE_CSV) {
        add_columns(table);
        add_row(table, report);
    } else {
        add_title(table, report->made);
        add_shown_columns(table, report->made);
        add_shown_rows(table, report);
        nw_table_hide_blank(table);
    }
    if (!quiet) {
        add_count_notes(table, report->made);
        add_error_notes(table, report);
        add_file_notes(table, report);
    }
    nw_table_write(stream, table, style, report->origin);
    nw_table_free(table);
}
