defmodule Route do
  # In the tree: {Task.Supervisor, name: Route.Tasks}
  def minutes(km) do
    task = Task.Supervisor.async_nolink(Route.Tasks, fn -> estimate(km) end)

    # Not linked: its crash is a value, and the caller lives on.
    case Task.yield(task, 5_000) || Task.shutdown(task) do
      {:ok, minutes} -> {:ok, minutes}
      {:exit, reason} -> {:error, reason}
      nil -> {:error, :timeout}
    end
  end

  defp estimate(km), do: km * 3
end
