/* Preset `constants`: norms of the perfect smoothstep and the asymptotic constants of the witnesses. */
#include <stdio.h>

#include "perfect_spline.h"
#include "rational.h"
#include "report/preset_parts.h"
#include "witness.h"

static const nw_preset_default defaults[] = {{NW_N, "1"}, {NW_R, "1:8"}, NW_PRESET_END};

enum { MOST_NORMS = 8 };

static void ball_cell(nw_table *table, const arb_t ball, long digits)
{
    fmpq_t lower, upper;
    fmpq_init(lower);
    fmpq_init(upper);
    nw_ball_ends(lower, upper, ball);
    nw_table_enclosure(table, lower, upper, NW_CUT, digits);
    fmpq_clear(lower);
    fmpq_clear(upper);
}

/* The lattices share two columns, and a family whose scales end has no limit. */
static bool has_column(const nw_witness *witness)
{
    return witness->distance == 0 && witness->integer == NULL;
}

static void add_row(nw_table *table, const nw_sweep *grid, size_t index, long digits, slong norms, nw_context *context)
{
    slong r = nw_preset_integer(grid, NW_R, index), n = nw_preset_integer(grid, NW_N, index);
    slong prec = nw_first_precision(context, 4 * digits + 64);
    nw_preset_axis_cells(table, grid, defaults, index);
    for (slong j = 1; j <= norms; j++)
        if (j <= r)
            ball_cell(table, nw_smoothstep_norms_cached(context, r, prec) + j - 1, digits);
        else
            nw_table_blank(table);
    arb_t limit, lattice;
    slong distance = 0;
    arb_init(limit);
    arb_init(lattice);
    const nw_witness *witness;
    for (size_t i = 0; (witness = nw_witness_at(i)) != NULL; i++) {
        bool serves = nw_witness_serves(witness, r, n);
        if (serves)
            nw_witness_asymptotic(limit, witness, r, n, context, prec);
        if (has_column(witness)) {
            if (serves)
                ball_cell(table, limit, digits);
            else
                nw_table_blank(table);
        } else if (serves && witness->distance != 0 && (distance == 0 || arb_gt(limit, lattice))) {
            arb_set(lattice, limit);
            distance = witness->distance;
        }
    }
    if (distance != 0) {
        ball_cell(table, lattice, digits);
        nw_table_count(table, (size_t)distance);
    } else {
        nw_table_blank(table);
        nw_table_blank(table);
    }
    arb_clear(limit);
    arb_clear(lattice);
}

/* As many columns of norms as the largest r has, up to eight. */
static slong norm_columns(const nw_sweep *grid)
{
    slong most = 1;
    const nw_axis *axis = nw_sweep_axis(grid, NW_R);
    for (size_t i = 0; i < axis->count; i++)
        if (fmpz_cmp_si(fmpq_numref(axis->values[i].number), most) > 0)
            most = fmpz_get_si(fmpq_numref(axis->values[i].number));
    return most < MOST_NORMS ? most : MOST_NORMS;
}

nw_status nw_preset_constants(nw_table *table, const nw_preset_options *options, nw_context *context, nw_error *error)
{
    nw_sweep grid;
    nw_status status = nw_preset_grid(&grid, options, defaults, error);
    if (status != NW_OK) {
        nw_sweep_clear(&grid);
        return status;
    }
    slong norms = norm_columns(&grid);
    nw_table_title(table, "Norms of the perfect smoothstep, and asymptotic constants of the witnesses");
    nw_preset_axis_columns(table, &grid, defaults);
    for (slong j = 1; j <= norms; j++) {
        char name[32], header[32], latex[48];
        snprintf(name, sizeof name, "sigma_%ld", (long)j);
        snprintf(header, sizeof header, "sigma_%ld", (long)j);
        snprintf(latex, sizeof latex, "$\\sigma_{r,%ld}$", (long)j);
        nw_table_column(table, NW_COLUMN_NUMBER, name, header, latex);
    }
    const nw_witness *witness;
    for (size_t i = 0; (witness = nw_witness_at(i)) != NULL; i++)
        if (has_column(witness))
            nw_table_column(table, NW_COLUMN_NUMBER, witness->name, NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "lattice", "lattice-t", "lattice-$t$");
    nw_table_column(table, NW_COLUMN_INTEGER, "t", "t", "$t$");
    size_t points = nw_sweep_points(&grid, NULL);
    for (size_t index = 0; index < points; index++)
        add_row(table, &grid, index, options->digits, norms, context);
    nw_table_note(table, "sigma_j is the sup norm of the j-th derivative of the perfect smoothstep of order r.");
    nw_table_note(table, "Columns of witnesses: the limit of D delta^(n/r) as delta tends to 0, so that Nw(delta; r, n) ~ "
                         "constant * delta^(-n/r); the largest one wins for small delta. lattice-t: the "
                         "best lattice, and its t.");
    nw_sweep_clear(&grid);
    return NW_OK;
}
