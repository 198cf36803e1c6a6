defmodule Route do
  # At most eight at a time; the results come in the order of the items.
  def minutes(distances) do
    distances
    |> Task.async_stream(&estimate/1,
      max_concurrency: 8,
      timeout: 5_000,
      on_timeout: :kill_task
    )
    |> Enum.map(fn
      {:ok, minutes} -> minutes
      {:exit, :timeout} -> nil
    end)
  end

  defp estimate(distance), do: distance * 3
end
