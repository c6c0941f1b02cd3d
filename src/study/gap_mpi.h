/* A gap study spread over the ranks of MPI.  Rank 0 hands out jobs one by one and alone writes; it computes too.  In a
 * build without MPI, and in a process that no mpirun started, there is one rank and MPI is not touched. */
#ifndef NW_STUDY_GAP_MPI_H
#define NW_STUDY_GAP_MPI_H

#include "study/gap_work.h"

typedef struct nw_gap_world {
    int rank, size;
    bool begun;  /* MPI was initialised here */
    bool broken; /* MPI failed, or the ranks do not agree any more */
} nw_gap_world;

/* NW_BAD_INPUT when mpirun started several processes of a program that was built without MPI. */
nw_status nw_gap_mpi_begin(nw_gap_world *world, nw_error *error);

/* Ends MPI; when it is broken all ranks end at once with this exit code, and the call may not return. */
void nw_gap_mpi_end(nw_gap_world *world, int code);

/* Rank 0: runs what is missing, as nw_gap_run does. */
nw_status nw_gap_mpi_lead(nw_gap_world *world, nw_gap_store *store, const nw_gap_study *study,
                          const nw_gap_run_options *options, nw_error *error);
/* Rank 0: there is nothing to run. */
nw_status nw_gap_mpi_dismiss(nw_gap_world *world, nw_error *error);
/* The other ranks: work until rank 0 has no more. */
nw_status nw_gap_mpi_follow(nw_gap_world *world, const nw_gap_run_options *options, nw_error *error);

#endif
