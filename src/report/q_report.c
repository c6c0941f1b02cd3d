#include "report/q_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "rational.h"
#include "report/json.h"
#include "report/table.h"
#include "report/table_writers.h"
#include "result.h"

/* l1 * l2, rounded up. */
static double lipschitz_product(const nw_q_method *method)
{
    if (method->l1 == 0 || method->l2 == 0)
        return 0;
    return nextafter(method->l1 * method->l2, INFINITY);
}

/* ---- JSON ---- */

static json_t *method_json(const nw_q_method *method)
{
    json_t *object = json_object();
    nw_json_put_count(object, "k", method->network.k);
    nw_json_put_count(object, "width", method->network.width);
    nw_json_put_count(object, "parameters", method->parameters);
    nw_json_put_count(object, "connections", method->connections);
    nw_json_put(object, "l1", nw_json_decimal(method->l1, NW_UP));
    nw_json_put(object, "l2", nw_json_decimal(method->l2, NW_UP));
    nw_json_put(object, "l1_l2", nw_json_decimal(lipschitz_product(method), NW_UP));
    json_t *certified = json_object();
    nw_json_put(certified, "lower", nw_json_decimal(method->lower, NW_DOWN));
    nw_json_put(certified, "upper", nw_json_decimal(method->upper, NW_UP));
    nw_json_put(object, "certified", certified);
    nw_json_put_text(object, "outcome", nw_outcome_word(method->outcome));
    if (method->reason != NULL)
        nw_json_put_text(object, "reason", method->reason);
    nw_json_put_text_or_null(object, "found_by", method->network.found_by);
    return object;
}

static void put_best(json_t *object, const char *key, size_t index)
{
    if (index == SIZE_MAX)
        nw_json_put(object, key, json_null());
    else
        nw_json_put_count(object, key, index);
}

static json_t *result_json(const nw_q_report *report, size_t index)
{
    const nw_q_result *result = &report->results[index];
    const nw_fit_options *fit = &report->options->embed.fit;
    json_t *object = json_object();
    nw_json_put_text(object, "method", "q");
    nw_json_put_text(object, "embedding", report->embedding);
    nw_json_put_text(object, "target", nw_target_word(result->tasks->target));
    nw_json_put_count(object, "m1", result->tasks->m1);
    nw_json_put_count(object, "m2", result->tasks->m2);
    nw_json_put_text(object, "tasks", report->tasks);
    nw_json_put(object, "task_count",
                result->tasks->whole_box ? json_null() : json_integer((json_int_t)result->tasks->data.tasks));
    nw_json_put_text(object, "activation", nw_activation_words[fit->activation]);
    nw_json_put(object, "output_bias", json_boolean(fit->output_bias));
    char *eps = nw_rational_decimal(result->eps, NW_DOUBLE_DIGITS, NW_DOWN);
    nw_json_put_text(object, "eps", eps);
    free(eps);
    json_t *front = json_array();
    for (size_t i = 0; i < result->count; i++)
        nw_json_append(front, method_json(&result->methods[i]));
    nw_json_put(object, "front", front);
    put_best(object, "fewest_parameters", result->fewest_parameters);
    put_best(object, "fewest_connections", result->fewest_connections);
    nw_json_put_text(object, "outcome", nw_outcome_word(result->outcome));
    if (result->reason != NULL)
        nw_json_put_text(object, "reason", result->reason);
    nw_json_put_count(object, "restarts", result->restarts);
    if (report->origin != NULL)
        nw_json_put(object, "seconds", json_real(round(result->seconds * 1e3) / 1e3));
    if (report->certificates != NULL && result->fewest_parameters != SIZE_MAX) {
        json_t *files = json_array();
        for (size_t j = 0; j < result->methods[result->fewest_parameters].enclosure_count; j++)
            nw_json_append(files, json_string(report->certificates[index][j]));
        nw_json_put(object, "certificates", files);
    }
    return object;
}

static void write_json(FILE *stream, const nw_q_report *report)
{
    json_t *document = nw_json_head(report->origin);
    json_t *results = json_array();
    for (size_t i = 0; i < report->count; i++)
        nw_json_append(results, result_json(report, i));
    nw_json_put(document, "results", results);
    nw_json_write(stream, document);
}

/* ---- tables ---- */

static void add_columns(nw_table *table)
{
    nw_table_column(table, NW_COLUMN_TEXT, "target", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "eps", NULL, "$\\varepsilon$");
    nw_table_column(table, NW_COLUMN_INTEGER, "k", NULL, "$k$");
    nw_table_column(table, NW_COLUMN_INTEGER, "width", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "parameters", "N_q", "$N_q$");
    nw_table_column(table, NW_COLUMN_INTEGER, "connections", "N_q conn.", "$N_q$ conn.");
    nw_table_column(table, NW_COLUMN_TEXT, "fewest", "", "");
    nw_table_column(table, NW_COLUMN_NUMBER, "l1", "l1 <=", "$\\ell_1 \\le$");
    nw_table_column(table, NW_COLUMN_NUMBER, "l2", "l2 <=", "$\\ell_2 \\le$");
    nw_table_column(table, NW_COLUMN_NUMBER, "l1l2", "l1*l2", "$\\ell_1 \\ell_2$");
    nw_table_column(table, NW_COLUMN_NUMBER, "lower", "error >=", "error $\\ge$");
    nw_table_column(table, NW_COLUMN_NUMBER, "upper", "error <=", "error $\\le$");
    nw_table_column(table, NW_COLUMN_TEXT, "outcome", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "found_by", "found by", NULL);
}

static void add_head(nw_table *table, const nw_q_report *report, const nw_q_result *result)
{
    nw_table_text(table, nw_target_word(result->tasks->target));
    char *full = nw_rational_decimal(result->eps, NW_DOUBLE_DIGITS, NW_DOWN);
    char *shown = nw_shown_double(fmpq_get_d(result->eps), NW_CUT, report->digits);
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
}

static void add_method(nw_table *table, const nw_q_report *report, const nw_q_result *result, size_t index)
{
    const nw_q_method *method = &result->methods[index];
    add_head(table, report, result);
    nw_table_count(table, method->network.k);
    nw_table_count(table, method->network.width);
    nw_table_count(table, method->parameters);
    nw_table_count(table, method->connections);
    bool dense = index == result->fewest_parameters, sparse = index == result->fewest_connections;
    nw_table_text(table, dense && sparse ? "least both" : dense ? "least" : sparse ? "least conn." : "");
    nw_table_double(table, method->l1, NW_UP, report->digits);
    nw_table_double(table, method->l2, NW_UP, report->digits);
    nw_table_double(table, lipschitz_product(method), NW_UP, report->digits);
    nw_table_double(table, method->lower, NW_DOWN, report->digits);
    nw_table_double(table, method->upper, NW_UP, report->digits);
    nw_table_text(table, nw_outcome_word(method->outcome));
    nw_table_text(table, method->network.found_by != NULL ? method->network.found_by : "");
}

/* A target without a network. */
static void add_none(nw_table *table, const nw_q_report *report, const nw_q_result *result)
{
    enum { BETWEEN = 10 };
    add_head(table, report, result);
    for (int i = 0; i < BETWEEN; i++)
        nw_table_blank(table);
    nw_table_text(table, nw_outcome_word(result->outcome));
    nw_table_blank(table);
}

static void add_notes(nw_table *table, const nw_q_report *report)
{
    const char *where = report->results[0].tasks->whole_box ? "everywhere on the box of x and I" : "at every task";
    nw_table_notef(table,
                   "A network of this width has a proven error <= eps %s; that none is narrower is not proven.", where);
    nw_table_note(table, "N_q: weights and biases of q, all of them; N_q conn.: those that are not zero.");
    if (report->options->embed.embedding == NW_EMBED_FREE)
        nw_table_note(table,
                      "Free embeddings: k units' biases are the embedding itself, so that k^2 of q's numbers are zero. "
                      "l1: the least Lipschitz constant in the 1-norm that e has over the tasks.");
    else
        nw_table_note(table, report->options->embed.embedding == NW_EMBED_PLACE ? "l1: that of e(I) = I."
                                                                               : "l1: C(e) of the network e.");
    nw_table_note(table, "l2: C(q). Compare l1*l2: a factor can be moved from q's weights on e(I) into e.");
    for (size_t i = 0; i < report->count; i++)
        if (report->results[i].reason != NULL)
            nw_table_notef(table, "%s: %s.", nw_target_word(report->results[i].tasks->target),
                           report->results[i].reason);
}

void nw_q_report_write(FILE *stream, const nw_q_report *report, nw_style style, bool quiet)
{
    if (style == NW_STYLE_JSON) {
        write_json(stream, report);
        return;
    }
    nw_table *table = nw_table_new("q");
    nw_table_title(table, "Smallest q found, embedding %s, tasks %s, with certified errors", report->embedding,
                   report->tasks);
    add_columns(table);
    for (size_t i = 0; i < report->count; i++) {
        for (size_t j = 0; j < report->results[i].count; j++)
            add_method(table, report, &report->results[i], j);
        if (report->results[i].count == 0)
            add_none(table, report, &report->results[i]);
    }
    if (style != NW_STYLE_CSV)
        nw_table_hide_blank(table);
    if (!quiet)
        add_notes(table, report);
    nw_table_write(stream, table, style, report->origin);
    nw_table_free(table);
}
