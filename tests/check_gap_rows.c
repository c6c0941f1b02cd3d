#include "check_gap_rows.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "jobs/store.h"
#include "study/gap_study.h"
#include "target/target.h"

void gr_eps(fmpq_t eps, const char *word)
{
    nw_target *target;
    nw_error error;
    arf_t amplitude;
    if (nw_target_parse(&target, word, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    arf_init(amplitude);
    arf_set_d(amplitude, nw_target_amplitude(target));
    arf_get_fmpq(eps, amplitude);
    fmpq_div_2exp(eps, eps, 2);
    arf_clear(amplitude);
    nw_target_free(target);
}

nw_gap_row *gr_add(nw_gap_rows *rows, nw_gap_method method, long scale, uint64_t seed, size_t parameters)
{
    rows->rows = nw_grow(rows->rows, rows->count + 1, sizeof *rows->rows);
    nw_gap_row *row = &rows->rows[rows->count++];
    *row = (nw_gap_row){
        .job = {.method = method,
                .target = nw_format("bump:r=1,n=2,M=%ld,signs=seed:%lu", scale, (unsigned long)seed),
                .r = 1,
                .m1 = 1,
                .m2 = 1,
                .scale = scale,
                .goal_is_theta = true,
                .activation = NW_TANH,
                .hidden_layers = 1,
                .tasks = nw_copy_text("centres"),
                .k_least = 1,
                .k_most = 8,
                .l1 = nw_copy_text(""),
                .l2 = nw_copy_text(""),
                .starts = 24,
                .largest_width = 256,
                .target_seed = seed,
                .seed = 1},
        .done = true,
        .record = {.outcome = NW_PROVED, .point_count = 1},
    };
    fmpq_init(row->job.goal);
    fmpq_set_si(row->job.goal, 1, 4);
    fmpq_init(row->record.eps);
    gr_eps(row->record.eps, row->job.target);
    row->record.points = nw_alloc(1, sizeof *row->record.points);
    row->record.points[0] = (nw_gap_point){
        .k = method == NW_GAP_G ? 0 : 1,
        .width = parameters / 4,
        .parameters = parameters,
        .connections = parameters,
        .l1 = method == NW_GAP_G ? NAN : 1,
        .l2 = method == NW_GAP_G ? NAN : 1,
        .outcome = NW_PROVED,
        .lower = 0.9 * fmpq_get_d(row->record.eps),
        .upper = fmpq_get_d(row->record.eps),
    };
    return row;
}

void gr_not_run(nw_gap_row *row)
{
    nw_gap_record_clear(&row->record);
    row->record = (nw_gap_record){0};
    row->done = false;
}

nw_gap_point *gr_point(nw_gap_row *row)
{
    return &row->record.points[0];
}

void gr_headline(nw_gap_rows *rows)
{
    static const struct {
        long scale;
        size_t g, free_rows, identity, width, k;
    } measured[] = {
        {2, 7, 11, 13, 3, 1},  {3, 10, 18, 22, 4, 1},   {4, 13, 27, 32, 6, 1},    {5, 16, 38, 55, 8, 2},
        {6, 19, 51, 82, 9, 2}, {7, 22, 74, 110, 13, 2}, {8, 25, 101, 140, 17, 3},
    };
    for (size_t i = 0; i < sizeof measured / sizeof measured[0]; i++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            size_t spread = (size_t)measured[i].scale * (seed - 1) / 4;
            gr_add(rows, NW_GAP_G, measured[i].scale, seed, measured[i].g + (seed + 1) / 2 * 3 - 6);
            nw_gap_row *row = gr_add(rows, NW_GAP_Q_FREE, measured[i].scale, seed,
                                     measured[i].free_rows + spread - (size_t)measured[i].scale / 2);
            gr_point(row)->k = measured[i].k;
            gr_point(row)->width = measured[i].width;
            gr_point(row)->l2 = 300.0 * (double)measured[i].scale;
            gr_point(row)->connections -= measured[i].width;
            row = gr_add(rows, NW_GAP_Q_IDENTITY, measured[i].scale, seed,
                         measured[i].identity + spread - (size_t)measured[i].scale / 2);
            gr_point(row)->l2 = 40.0 * (double)measured[i].scale;
        }
}

static nw_status put(nw_store *store, size_t number, const nw_gap_record *record, nw_error *error)
{
    char *text = nw_gap_record_text(record);
    nw_status status = nw_store_put(store, number, text, 1, error);
    free(text);
    return status;
}

nw_status gr_write(const nw_gap_rows *rows, const char *file, nw_error *error)
{
    char text[] = "{}", fingerprint[] = "0123456789abcdef";
    nw_gap_job *jobs = nw_alloc(rows->count, sizeof *jobs);
    nw_study study = {.kind = &nw_gap_kind,
                      .resolved = json_object(),
                      .text = text,
                      .fingerprint = fingerprint,
                      .count = rows->count,
                      .jobs = jobs};
    nw_store *store;
    for (size_t i = 0; i < rows->count; i++) /* shallow: the rows keep what the jobs point to */
        jobs[i] = rows->rows[i].job;
    nw_status status = nw_store_open(&store, file, &study, false, error);
    if (status == NW_OK) {
        nw_error later;
        status = nw_store_begin(store, error);
        for (size_t i = 0; status == NW_OK && i < rows->count; i++)
            if (rows->rows[i].done)
                status = put(store, i, &rows->rows[i].record, error);
        nw_status closed = nw_store_close(store, status == NW_OK ? error : &later);
        status = status == NW_OK ? closed : status;
    }
    free(jobs);
    json_decref(study.resolved);
    return status;
}
