#include "study/pieces_exact.h"

#include <stdlib.h>

#include "base/memory.h"

/* ---- rationals ---- */

fmpq *nw_rationals(size_t count)
{
    fmpq *numbers = nw_alloc(count, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        fmpq_init(numbers + i);
    return numbers;
}

void nw_rationals_free(fmpq *numbers, size_t count)
{
    for (size_t i = 0; numbers != NULL && i < count; i++)
        fmpq_clear(numbers + i);
    free(numbers);
}

double nw_rational_double(const fmpq_t x, mpfr_rnd_t direction)
{
    mpfr_t rounded;
    mpfr_init2(rounded, 53);
    fmpq_get_mpfr(rounded, x, direction);
    double result = mpfr_get_d(rounded, direction); /* rounds again only below the normal range, the same way */
    mpfr_clear(rounded);
    return result;
}

/* ---- lines ---- */

void nw_line_init(nw_line *line)
{
    fmpq_init(line->slope);
    fmpq_init(line->level);
}

void nw_line_set(nw_line *line, const nw_line *other)
{
    fmpq_set(line->slope, other->slope);
    fmpq_set(line->level, other->level);
}

void nw_line_clear(nw_line *line)
{
    fmpq_clear(line->slope);
    fmpq_clear(line->level);
}

nw_line *nw_lines(size_t count)
{
    nw_line *lines = nw_alloc(count, sizeof *lines);
    for (size_t i = 0; i < count; i++)
        nw_line_init(&lines[i]);
    return lines;
}

void nw_lines_free(nw_line *lines, size_t count)
{
    for (size_t i = 0; lines != NULL && i < count; i++)
        nw_line_clear(&lines[i]);
    free(lines);
}

void nw_line_value(fmpq_t value, const nw_line *line, const fmpq_t x)
{
    fmpq_t product; /* value may be x */
    fmpq_init(product);
    fmpq_mul(product, line->slope, x);
    fmpq_add(value, product, line->level);
    fmpq_clear(product);
}

void nw_line_meet(fmpq_t x, const nw_line *a, const nw_line *b)
{
    fmpq_t slopes;
    fmpq_init(slopes);
    fmpq_sub(slopes, a->slope, b->slope);
    fmpq_sub(x, b->level, a->level);
    fmpq_div(x, x, slopes);
    fmpq_clear(slopes);
}

void nw_line_through(nw_line *line, const fmpq_t slope, const fmpq_t x, const fmpq_t y)
{
    fmpq_t rise;
    fmpq_init(rise);
    fmpq_mul(rise, slope, x);
    fmpq_sub(line->level, y, rise);
    fmpq_set(line->slope, slope);
    fmpq_clear(rise);
}

void nw_line_join(nw_line *line, const fmpq_t x0, const fmpq_t y0, const fmpq_t x1, const fmpq_t y1)
{
    fmpq_t slope, run;
    fmpq_init(slope);
    fmpq_init(run);
    fmpq_sub(slope, y1, y0);
    fmpq_sub(run, x1, x0);
    fmpq_div(slope, slope, run);
    nw_line_through(line, slope, x0, y0);
    fmpq_clear(slope);
    fmpq_clear(run);
}
