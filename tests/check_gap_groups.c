/* study/gap_groups.h: groups against a second way to form them, ratios paired by target, slopes that are known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check_common.h"
#include "check_gap_rows.h"
#include "base/memory.h"
#include "study/gap_groups.h"

static nw_gap_groups groups_of(const nw_gap_rows *rows)
{
    nw_gap_groups groups;
    nw_error error;
    if (nw_gap_groups_make(&groups, rows, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    return groups;
}

static const nw_gap_group *find(const nw_gap_groups *groups, nw_gap_method method, long scale)
{
    for (size_t i = 0; i < groups->count; i++)
        if (groups->groups[i].job->method == method && groups->groups[i].job->scale == scale)
            return &groups->groups[i];
    ck_abort_msg("no group of method %d at M = %ld", (int)method, scale);
    return NULL;
}

/* ---- a second way ---- */

static int by_value(const void *first, const void *second)
{
    const double *a = first, *b = second;
    return (*a > *b) - (*a < *b);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return count == 0 ? NAN : count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* The fewest parameters (or connections) any job of that method and scale found for a target; 0 without. */
static size_t fewest(const nw_gap_rows *rows, nw_gap_method method, long scale, uint64_t seed, bool connections)
{
    size_t least = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const nw_gap_row *row = &rows->rows[i];
        if (!row->done || row->record.outcome != NW_PROVED || row->job.method != method || row->job.scale != scale ||
            row->job.target_seed != seed)
            continue;
        for (size_t p = 0; p < row->record.point_count; p++) {
            const nw_gap_point *point = &row->record.points[p];
            size_t number = connections ? point->connections : point->parameters;
            if (point->outcome == NW_PROVED && (least == 0 || number < least))
                least = number;
        }
    }
    return least;
}

enum { SCALES = 5, SEEDS = 7 };

static void check_group(const nw_gap_groups *groups, const nw_gap_rows *rows, nw_gap_method method, long scale)
{
    double dense[SEEDS], sparse[SEEDS];
    size_t found = 0, targets = 0, done = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        bool there = false, finished = false;
        for (size_t i = 0; i < rows->count; i++) {
            const nw_gap_row *row = &rows->rows[i];
            bool mine = row->job.method == method && row->job.scale == scale && row->job.target_seed == seed;
            there = there || mine;
            finished = finished || (mine && row->done);
        }
        targets += there;
        done += finished;
        dense[found] = (double)fewest(rows, method, scale, seed, false);
        sparse[found] = (double)fewest(rows, method, scale, seed, true);
        found += dense[found] > 0;
    }
    if (targets == 0)
        return;
    const nw_gap_group *group = find(groups, method, scale);
    ck_assert_uint_eq(group->targets, targets);
    ck_assert_uint_eq(group->done, done);
    ck_assert_uint_eq(group->found, found);
    nw_gap_spread spread = nw_gap_group_spread(group, NW_GAP_DENSE);
    nw_gap_spread connections = nw_gap_group_spread(group, NW_GAP_CONNECTIONS);
    ck_assert_uint_eq(spread.count, found);
    double middle = median(dense, found), sparse_middle = median(sparse, found);
    if (found == 0) {
        ck_assert(isnan(spread.median) && isnan(spread.least) && isnan(spread.most));
        return;
    }
    ck_assert_double_eq(spread.median, middle);
    ck_assert_double_eq(spread.least, dense[0]);
    ck_assert_double_eq(spread.most, dense[found - 1]);
    ck_assert_double_eq(connections.median, sparse_middle);
    ck_assert(spread.least <= spread.lower && spread.lower <= spread.median && spread.median <= spread.upper &&
              spread.upper <= spread.most);
}

START_TEST(groups_agree_with_a_second_way)
{
    gsl_rng *rng = ct_rng("groups");
    for (int trial = 0; trial < 40; trial++) {
        nw_gap_rows rows = {0};
        slong count = ct_between(rng, 1, 60);
        for (slong i = 0; i < count; i++) {
            nw_gap_row *row = gr_add(&rows, (nw_gap_method)ct_between(rng, 0, 2), ct_between(rng, 1, SCALES),
                                     (uint64_t)ct_between(rng, 1, SEEDS), (size_t)ct_between(rng, 4, 40));
            gr_point(row)->connections = (size_t)ct_between(rng, 2, 40);
            slong what = ct_between(rng, 0, 5);
            if (what == 0)
                gr_not_run(row);
            if (what == 1) { /* nothing proven */
                row->record.outcome = NW_UNKNOWN;
                gr_point(row)->outcome = NW_UNKNOWN;
                row->record.fewest_parameters = row->record.fewest_connections = SIZE_MAX;
            }
        }
        nw_gap_groups groups = groups_of(&rows);
        for (int method = 0; method < 3; method++)
            for (long scale = 1; scale <= SCALES; scale++)
                check_group(&groups, &rows, (nw_gap_method)method, scale);
        ck_assert_uint_eq(groups.jobs, rows.count);
        ck_assert_uint_eq(nw_gap_setting_length(&groups, 0), groups.count);
        nw_gap_groups_clear(&groups);
        nw_gap_rows_clear(&rows);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- settings and series ---- */

START_TEST(settings_are_kept_apart)
{
    nw_gap_rows rows = {0};
    nw_gap_row *row;
    static const struct {
        size_t m1, m2;
        nw_activation activation;
        const char *tasks;
        size_t k_most;
        const char *l2;
        nw_gap_method method;
    } kinds[] = {
        {1, 1, NW_TANH, "centres", 8, "", NW_GAP_G},         {1, 1, NW_TANH, "centres", 8, "", NW_GAP_Q_FREE},
        {1, 1, NW_TANH, "centres", 4, "", NW_GAP_Q_FREE},    {1, 1, NW_TANH, "centres", 8, "3", NW_GAP_Q_BOUNDED},
        {1, 1, NW_TANH, "centres", 8, "40", NW_GAP_Q_BOUNDED}, {2, 1, NW_TANH, "centres", 8, "", NW_GAP_G},
        {1, 2, NW_TANH, "centres", 8, "", NW_GAP_G},         {1, 1, NW_RELU, "centres", 8, "", NW_GAP_G},
        {1, 1, NW_TANH, "box", 8, "", NW_GAP_G},
    };
    enum { KINDS = sizeof kinds / sizeof kinds[0], SETTINGS = 5 };
    for (long scale = 4; scale >= 2; scale--) /* in no order */
        for (size_t i = KINDS; i-- > 0;) {
            row = gr_add(&rows, kinds[i].method, scale, 1, 12);
            row->job.m1 = kinds[i].m1;
            row->job.m2 = kinds[i].m2;
            row->job.activation = kinds[i].activation;
            row->job.k_most = kinds[i].k_most;
            free(row->job.tasks);
            free(row->job.l2);
            row->job.tasks = nw_copy_text(kinds[i].tasks);
            row->job.l2 = nw_copy_text(kinds[i].l2);
        }
    nw_gap_groups groups = groups_of(&rows);
    ck_assert_uint_eq(groups.count, 3 * KINDS);
    size_t settings = 0, series = 0;
    for (size_t first = 0; first < groups.count; first += nw_gap_setting_length(&groups, first))
        settings++;
    for (size_t first = 0, length; first < groups.count; first += length, series++) {
        length = nw_gap_series_length(&groups, first);
        ck_assert_uint_eq(length, 3);
        for (size_t i = 0; i < 3; i++)
            ck_assert_int_eq(groups.groups[first + i].job->scale, 2 + (long)i);
    }
    ck_assert_uint_eq(settings, SETTINGS);
    ck_assert_uint_eq(series, KINDS);
    /* The partner of q is g of the same setting and scale. */
    for (size_t i = 0; i < groups.count; i++) {
        const nw_gap_group *q = &groups.groups[i], *g = nw_gap_partner(&groups, q);
        if (q->job->method == NW_GAP_G) {
            ck_assert_ptr_null(g);
            continue;
        }
        ck_assert_ptr_nonnull(g);
        ck_assert(g->job->method == NW_GAP_G && g->job->scale == q->job->scale && g->job->m1 == 1 && g->job->m2 == 1 &&
                  g->job->activation == NW_TANH && strcmp(g->job->tasks, "centres") == 0);
    }
    nw_gap_groups_clear(&groups);
    nw_gap_rows_clear(&rows);
}
END_TEST

START_TEST(families_drop_what_the_job_says)
{
    static const char *const words[][2] = {
        {"bump:r=1,n=2,M=4,signs=seed:3", "bump"},
        {"bump", "bump"},
        {"bump:", "bump"},
        {"bump:M=4,signs=plus", "bump:signs=plus"},
        {"trig:r=1,n=2,terms=8,degree=4,seed=12", "trig:terms=8,degree=4"},
        {"product:r=1,m1=1,m2=1,terms=3,scale=2,seed=1", "product:terms=3,scale=2"},
        {"expr:r=1,m1=1,m2=1:min(x1,I1)/4", "expr:r=1,m1=1,m2=1:min(x1,I1)/4"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        nw_gap_rows rows = {0};
        nw_gap_row *row = gr_add(&rows, NW_GAP_G, 4, 3, 12);
        free(row->job.target);
        row->job.target = nw_copy_text(words[i][0]);
        nw_gap_groups groups = groups_of(&rows);
        ck_assert_str_eq(groups.groups[0].family, words[i][1]);
        nw_gap_groups_clear(&groups);
        nw_gap_rows_clear(&rows);
    }
}
END_TEST

START_TEST(jobs_that_have_not_run_belong_to_their_group)
{
    nw_gap_rows rows = {0};
    fmpq_t eps;
    for (uint64_t seed = 1; seed <= 4; seed++)
        gr_add(&rows, NW_GAP_G, 6, seed, 19);
    gr_not_run(&rows.rows[0]);
    gr_not_run(&rows.rows[3]);
    nw_gap_groups groups = groups_of(&rows);
    ck_assert_uint_eq(groups.count, 1);
    ck_assert_uint_eq(groups.groups[0].targets, 4);
    ck_assert_uint_eq(groups.groups[0].done, 2);
    ck_assert_uint_eq(groups.jobs_done, 2);
    fmpq_init(eps);
    gr_eps(eps, rows.rows[0].job.target);
    ck_assert(fmpq_equal(groups.groups[0].eps, eps));
    fmpq_clear(eps);
    nw_gap_groups_clear(&groups);

    /* An eps that is given stays what it is. */
    rows.rows[0].job.goal_is_theta = false;
    groups = groups_of(&rows);
    ck_assert_uint_eq(groups.count, 2);
    ck_assert_double_eq(fmpq_get_d(groups.groups[1].eps), 0.25);
    nw_gap_groups_clear(&groups);

    nw_error error;
    free(rows.rows[3].job.target);
    rows.rows[3].job.target = nw_copy_text("bumb:M=2");
    ck_assert(nw_gap_groups_make(&groups, &rows, &error) == NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "bumb"));
    nw_gap_groups_clear(&groups);
    fmpq_zero(rows.rows[0].job.goal);
    ck_assert(nw_gap_groups_make(&groups, &rows, &error) == NW_BAD_INPUT);
    nw_gap_groups_clear(&groups);
    nw_gap_rows_clear(&rows);
}
END_TEST

/* ---- together ---- */

START_TEST(a_target_measured_twice_counts_once)
{
    nw_gap_rows rows = {0};
    gr_add(&rows, NW_GAP_Q_FREE, 4, 1, 40);
    nw_gap_row *row = gr_add(&rows, NW_GAP_Q_FREE, 4, 1, 28);
    row->job.seed = 2;
    gr_point(row)->k = 3;
    gr_point(row)->l2 = 50;
    gr_point(row)->connections = 35;
    row = gr_add(&rows, NW_GAP_Q_FREE, 4, 1, 32);
    row->job.seed = 3;
    gr_point(row)->connections = 20;
    nw_gap_groups groups = groups_of(&rows);
    ck_assert_uint_eq(groups.count, 1);
    const nw_gap_group *group = &groups.groups[0];
    ck_assert_uint_eq(group->targets, 1);
    ck_assert_uint_eq(group->found, 1);
    ck_assert_uint_eq(group->best[0].parameters, 28);
    ck_assert_uint_eq(group->best[0].connections, 20);
    ck_assert_uint_eq(group->best[0].k, 3);
    ck_assert_double_eq(group->best[0].lipschitz, 50);
    nw_gap_groups_clear(&groups);
    nw_gap_rows_clear(&rows);
}
END_TEST

START_TEST(ratios_are_taken_target_by_target)
{
    nw_gap_rows rows = {0};
    /* seeds 1, 2, 3, 5 of g; 2, 3, 4, 5 of q, in another order */
    static const size_t g[] = {10, 20, 40, 0, 50}, q[] = {0, 60, 80, 12, 500};
    for (uint64_t seed = 5; seed >= 1; seed--) {
        if (g[seed - 1] > 0)
            gr_add(&rows, NW_GAP_G, 3, seed, g[seed - 1]);
        if (q[5 - seed] > 0)
            gr_add(&rows, NW_GAP_Q_FREE, 3, 6 - seed, q[5 - seed]);
    }
    nw_gap_groups groups = groups_of(&rows);
    const nw_gap_group *of_q = find(&groups, NW_GAP_Q_FREE, 3), *of_g = nw_gap_partner(&groups, of_q);
    ck_assert_ptr_eq(of_g, find(&groups, NW_GAP_G, 3));
    nw_gap_spread ratio = nw_gap_ratio(of_q, of_g, NW_GAP_DENSE);
    ck_assert_uint_eq(ratio.count, 3); /* 60/20, 80/40, 500/50 */
    ck_assert_double_eq(ratio.least, 2);
    ck_assert_double_eq(ratio.median, 3); /* the ratio of the medians is 70/30 */
    ck_assert_double_eq(ratio.most, 10);
    nw_gap_groups_clear(&groups);
    nw_gap_rows_clear(&rows);
}
END_TEST

START_TEST(slopes_of_powers_are_exact)
{
    nw_gap_rows rows = {0};
    /* 1/eps is 4 (1 + 2 M): N_g = 1 + 2 M has slope 1, its square slope 2, to the rounding of the amplitudes. */
    for (long scale = 2; scale <= 8; scale++)
        for (uint64_t seed = 1; seed <= 3; seed++) {
            size_t nodes = (size_t)(1 + 2 * scale);
            gr_add(&rows, NW_GAP_G, scale, seed, nodes);
            gr_point(gr_add(&rows, NW_GAP_Q_FREE, scale, seed, nodes * nodes))->connections = nodes * nodes * nodes;
        }
    nw_gap_groups groups = groups_of(&rows);
    size_t length = nw_gap_series_length(&groups, 0);
    ck_assert_uint_eq(length, 7);
    nw_slope g = nw_gap_slope(&groups, 0, length, NW_GAP_DENSE);
    nw_slope q = nw_gap_slope(&groups, length, length, NW_GAP_DENSE);
    nw_slope sparse = nw_gap_slope(&groups, length, length, NW_GAP_CONNECTIONS);
    ck_assert_double_eq_tol(g.slope, 1, 1e-12);
    ck_assert_double_eq_tol(q.slope, 2, 1e-12);
    ck_assert_double_eq_tol(sparse.slope, 3, 1e-12);
    ck_assert_double_eq_tol(q.upper - q.lower, 0, 1e-12);
    ck_assert(isnan(nw_gap_slope(&groups, 0, 1, NW_GAP_DENSE).slope));
    nw_gap_groups_clear(&groups);
    nw_gap_rows_clear(&rows);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gap_groups");
    TCase *cases = ct_case(suite, "gap_groups");
    tcase_add_test(cases, groups_agree_with_a_second_way);
    tcase_add_test(cases, settings_are_kept_apart);
    tcase_add_test(cases, families_drop_what_the_job_says);
    tcase_add_test(cases, jobs_that_have_not_run_belong_to_their_group);
    tcase_add_test(cases, a_target_measured_twice_counts_once);
    tcase_add_test(cases, ratios_are_taken_target_by_target);
    tcase_add_test(cases, slopes_of_powers_are_exact);
    return ct_main(suite);
}
