#include "report/gap_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rational.h"

enum { EPS_DIGITS = 4 };

char *nw_gap_method_text(const nw_gap_job *job)
{
    nw_text text = {0};
    nw_text_add(&text, nw_gap_method_words[job->method]);
    if (job->method == NW_GAP_Q_BOUNDED && job->l1 != NULL && job->l1[0] != '\0')
        nw_text_addf(&text, ", l1 <= %s", job->l1);
    if (job->method == NW_GAP_Q_BOUNDED && job->l2 != NULL && job->l2[0] != '\0')
        nw_text_addf(&text, ", l2 <= %s", job->l2);
    return nw_text_take(&text);
}

char *nw_gap_networks_text(const nw_gap_job *job)
{
    char *layers = job->hidden_layers > 1 ? nw_format(", %zu layers", job->hidden_layers) : nw_copy_text("");
    char *text = nw_format("%s%s%s", nw_activation_words[job->activation], layers,
                           job->output_bias ? "" : ", no output bias");
    free(layers);
    return text;
}

char *nw_gap_setting_text(const nw_gap_group *group)
{
    const nw_gap_job *job = group->job;
    char *networks = nw_gap_networks_text(job), *theta = NULL;
    if (job->goal_is_theta) {
        char *number = nw_rational_short(job->goal);
        theta = nw_format(", theta = %s", number);
        free(number);
    }
    char *text = nw_format("%s, %s, r = %d, m1 = %zu, m2 = %zu, tasks: %s%s", group->family, networks, job->r, job->m1,
                           job->m2, job->tasks, theta != NULL ? theta : "");
    free(networks);
    free(theta);
    return text;
}

char *nw_gap_range_text(const nw_gap_spread *spread)
{
    if (spread->count == 0)
        return nw_copy_text("");
    return spread->least == spread->most ? nw_format("%.10g", spread->least)
                                         : nw_format("%.10g-%.10g", spread->least, spread->most);
}

char *nw_gap_targets_text(const nw_gap_group *group)
{
    char *proven = group->found == group->targets ? nw_format("%zu", group->targets)
                                                  : nw_format("%zu of %zu", group->found, group->targets);
    if (group->done == group->targets)
        return proven;
    char *text = nw_format("%s, %zu unfinished", proven, group->targets - group->done);
    free(proven);
    return text;
}

double nw_gap_exponent_g(const nw_gap_job *job)
{
    return (double)job->m1 / job->r;
}

double nw_gap_exponent_q(const nw_gap_job *job)
{
    return (double)(job->m1 + job->m2) / job->r;
}

double nw_gap_exponent_q3(const nw_gap_job *job)
{
    return fmin((double)(job->m1 + job->m2), 2 * (double)job->m1) / job->r;
}

char *nw_gap_number_text(double value, long digits)
{
    char *text = nw_format("%.*g", (int)digits, value), *e = strchr(text, 'e');
    if (e != NULL && fabs(value) >= 1 && fabs(value) < 1e6) { /* 2.4e+03 is 2400 */
        char *plain = nw_format("%.0f", strtod(text, NULL));
        free(text);
        return plain;
    }
    if (e != NULL) { /* 1.2e+05 is 1.2e5 */
        char *to = e + 1, *from = e + 1;
        from += *from == '+';
        if (*from == '-')
            *to++ = *from++;
        from += strspn(from, "0");
        memmove(to, from, strlen(from) + 1);
    }
    return text;
}

void nw_gap_number_cell(nw_table *table, double value, long digits)
{
    if (!isfinite(value)) {
        nw_table_blank(table);
        return;
    }
    char *full = nw_gap_number_text(value, NW_DOUBLE_DIGITS), *shown = nw_gap_number_text(value, digits);
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
}

void nw_gap_text_cell(nw_table *table, char *text)
{
    nw_table_text(table, text);
    free(text);
}

void nw_gap_eps_cell(nw_table *table, const nw_gap_group *group)
{
    char *full = nw_rational_short(group->eps), *shown = nw_shown_double(fmpq_get_d(group->eps), NW_CUT, EPS_DIGITS);
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
}
