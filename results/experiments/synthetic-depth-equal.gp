# nwidth 0.1.0: nwidth plot experiment synthetic-depth-equal.db --output synthetic-depth-equal.gp
$panel1_1 << END
# best constant: k (layers of f and e)  error
2 0.9813422715
3 0.9813422715
5 0.9813422715
8 0.9813422715
END
$panel1_2 << END
# without I, estimated: k (layers of f and e)  error
2 0.9957674394
3 0.9957674394
5 0.9957674394
8 0.9957674394
END
$panel1_3 << END
# linear, least squares: k (layers of f and e)  error
2 0.986629629
3 0.986629629
5 0.986629629
8 0.986629629
END
$panel1_4 << END
# hypernetwork: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.7315531302 0.5822946269 0.8808116336
3 0.44717481 0.4025827294 0.4917668907
5 0.9803558553 0.9427901832 1.017921527
8 0.9811203472 0.942720209 1.019520485
END
$panel1_5 << END
# embedding: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.7726237465 0.6948276286 0.8504198644
3 0.9644975485 0.905590363 1.023404734
5 0.9918518882 0.9549185911 1.028785185
8 0.9841214569 0.9449737287 1.023269185
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.10000
set rmargin at screen 0.67000
set bmargin at screen 0.25182
set tmargin at screen 0.88421
unset logscale
unset label
unset arrow
set title "synthetic-depth (Figures 1a, 4a, 4b): test MSE by k\ntype I, preset quick, 3 repeats" noenhanced font ',11'
set xrange [1.76:8.24]
set yrange [0.3650105821:1.066357333]
set xlabel "k (layers of f and e)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("0.4" 0.4, "0.5" 0.5, "0.6" 0.6, "0.7" 0.7, "0.8" 0.8, "0.9" 0.9, "1" 1) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.8140 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 0.9813422715 to graph 1.032, graph 0.8140 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 1.0000 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 0.9957674394 to graph 1.032, graph 1.0000 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.9380 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 0.986629629 to graph 1.032, graph 0.9380 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.7520 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 0.9811203472 to graph 1.032, graph 0.7520 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.8760 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 0.9841214569 to graph 1.032, graph 0.8760 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: means over repeats of estimates on 2000 test samples, bars: sample standard deviation. Lines: baselines, estimates too:\nconstant, the best one; linear, in (x, I), by least squares on the training samples; without I: conditional variance, estimated\nfrom 8 draws of I for each of 2000 test points x." at screen 0.024, screen 0.08891 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
